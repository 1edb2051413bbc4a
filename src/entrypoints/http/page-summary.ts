import { html } from 'hono/html';
import { formatCount, formatInterval, formatShare } from '../format.ts';
import type { Html, PageContext } from './page-context.ts';

/** The four figures at the top. */
export const renderSummary = (context: PageContext): Html => {
  const { status } = context.data;
  const { counts, coverage } = status.library;
  const onServer = coverage.reduce((sum, part) => sum + part.onServer, 0);
  return html`<section class="figures" aria-label="At a glance">
    ${renderFigure('Tracks', formatCount(counts.tracks), coverageNote(counts.tracks, onServer))}
    ${renderFigure('Match rate', matchRate(context), 'of what the sources wanted, last runs')}
    ${renderFigure('Missing', formatCount(status.missingTracks), 'wanted, not in your library')}
    ${renderFigure('Last run', lastRun(context), nextRun(context))}
  </section>`;
};

const renderFigure = (name: string, value: string | Html, note: string | Html): Html =>
  html`<div class="figure">
    <span class="name">${name}</span><span class="value">${value}</span><span class="note">${note}</span>
  </div>`;

const coverageNote = (tracks: number, onServer: number): string => {
  if (onServer === 0) return tracks === 0 ? 'not synced yet' : 'mirrored from Plex';
  return tracks >= onServer ? `all ${formatCount(onServer)} of Plex` : `of ${formatCount(onServer)} in Plex`;
};

const matchRate = ({ data }: PageContext): string => {
  const reports = data.status.recipes
    .flatMap((recipe) => recipe.lastRun ?? [])
    .filter(({ ownTracks }) => ownTracks !== true);
  const candidates = reports.reduce((sum, report) => sum + report.counts.candidates, 0);
  const matched = reports.reduce((sum, report) => sum + report.counts.matched, 0);
  return candidates === 0 ? '–' : formatShare(matched / candidates);
};

const lastRun = ({ data, moment }: PageContext): string | Html => {
  const run = data.status.lastRun;
  return run === undefined ? 'never' : moment(run.endedAtMs);
};

const nextRun = ({ data, moment }: PageContext): string | Html => {
  const { enabled, nextCycleAtMs, intervalMinutes } = data.status.schedule;
  if (!enabled) return 'schedule is off';
  if (nextCycleAtMs !== undefined) return html`next ${moment(nextCycleAtMs)}`;
  return `every ${formatInterval(intervalMinutes)}`;
};
