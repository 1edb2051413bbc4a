import type { Drop, Match, Miss, Pick } from '../../core/candidate.ts';
import type { RunDetail, RunReport, RunResult } from '../../core/run.ts';
import {
  cleanText,
  describeDropReason,
  describeMissReason,
  formatAmount,
  formatCount,
  formatMoment,
  formatShare,
} from '../format.ts';
import { renderTable } from './table.ts';
import type { Ui } from './ui.ts';

export const resultTone = (result: RunResult): 'good' | 'warn' | 'bad' => {
  if (result === 'succeeded') return 'good';
  return result === 'failed' ? 'bad' : 'warn';
};

/** What became of one run, in three lines. */
export const renderReport = (ui: Ui, report: RunReport, name: string): string => {
  const { counts } = report;
  const title = cleanText(report.playlist?.title ?? name);
  const head = `${ui.paint('strong', title)}  ${ui.paint(resultTone(report.result), report.result)}${report.dryRun ? ' (preview, nothing was written)' : ''}`;
  const matched = `${formatShare(report.matchRate)} matched (${formatCount(counts.matched)} of ${formatCount(counts.candidates)}) · ${formatCount(counts.missed)} missing`;
  const changed = `+${formatCount(counts.added)} −${formatCount(counts.removed)}, ${formatCount(counts.moved)} moved`;
  const figures = [formatAmount(counts.tracks, 'track'), ...(report.ownTracks === true ? [] : [matched]), changed].join(
    ' · ',
  );
  return [
    head,
    `  ${cleanText(report.message)}`,
    ...(report.notes ?? []).map((note) => `  ${cleanText(note)}`),
    ...(counts.candidates > 0 ? [`  ${figures}`] : []),
  ].join('\n');
};

/** A run with every candidate and its reason. */
export const renderExplained = (ui: Ui, { picks, drops, misses }: RunDetail): string =>
  [
    section(ui, 'In the playlist', picks.length, () => renderPicks(ui, picks)),
    section(ui, 'Left out', drops.length, () => renderDrops(ui, drops)),
    section(ui, 'Not in the library', misses.length, () => renderMisses(ui, misses)),
  ].join('\n\n');

const section = (ui: Ui, title: string, count: number, render: () => string): string =>
  `${ui.paint('strong', `${title} (${formatCount(count)})`)}${count === 0 ? '' : `\n${render()}`}`;

const artist = { head: 'Artist', value: ({ match }: { match: Match }) => match.track.artist, flexible: true } as const;
const title = { head: 'Title', value: ({ match }: { match: Match }) => match.track.title, flexible: true } as const;

const renderPicks = (ui: Ui, picks: readonly Pick[]): string =>
  renderTable(
    ui,
    picks.map((pick, index) => ({ ...pick, place: index + 1 })),
    [
      { head: '#', value: ({ place }) => String(place), right: true },
      artist,
      title,
      { head: 'Album', value: ({ match }) => match.track.album, flexible: true },
      { head: 'Why', value: ({ match, reason }) => reason || match.candidate.why, flexible: true },
      { head: 'Match', value: ({ match }) => `${match.method} ${formatShare(match.confidence)}` },
    ],
  );

const renderDrops = (ui: Ui, drops: readonly Drop[]): string =>
  renderTable(ui, drops, [
    artist,
    title,
    { head: 'Because', value: ({ reason, detail }) => detail || describeDropReason(reason), flexible: true },
  ]);

const renderMisses = (ui: Ui, misses: readonly Miss[]): string =>
  renderTable(ui, misses, [
    { head: 'Artist', value: ({ candidate }) => candidate.artist, flexible: true },
    { head: 'Title', value: ({ candidate }) => candidate.title, flexible: true },
    { head: 'Because', value: ({ reason }) => describeMissReason(reason), flexible: true },
    {
      head: 'Nearest',
      value: ({ nearest }) =>
        nearest === undefined ? '' : `${nearest.artist} - ${nearest.title} [${nearest.trackId}]`,
      flexible: true,
    },
  ]);

export const renderRuns = (ui: Ui, runs: readonly RunReport[], nowMs: number, zone: string): string =>
  runs.length === 0
    ? 'Nothing has run yet.'
    : renderTable(ui, runs, [
        { head: 'Run', value: ({ id }) => String(id), right: true },
        { head: 'Started', value: ({ startedAtMs }) => formatMoment(startedAtMs, nowMs, zone) },
        { head: 'Recipe', value: ({ recipeId }) => recipeId, flexible: true },
        {
          head: 'Result',
          value: ({ result, dryRun }) => (dryRun ? `${result} (preview)` : result),
          tone: ({ result }) => resultTone(result),
        },
        { head: 'Tracks', value: ({ counts }) => formatCount(counts.tracks), right: true },
        {
          head: 'Matched',
          value: ({ matchRate, ownTracks }) => (ownTracks === true ? '–' : formatShare(matchRate)),
          right: true,
        },
        { head: 'By', value: ({ trigger }) => trigger },
        { head: 'What happened', value: ({ message }) => message, flexible: true },
      ]);
