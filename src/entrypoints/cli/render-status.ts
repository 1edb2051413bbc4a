import type { Status } from '../../operations/get-status.ts';
import type { PlaylistSummary } from '../../operations/list-playlists.ts';
import type { RecipeSummary } from '../../operations/list-recipes.ts';
import type { MissingTrack } from '../../library/library.ts';
import {
  cleanText,
  describeMissReason,
  formatAmount,
  formatCount,
  formatCoverage,
  formatInterval,
  formatMoment,
  formatShare,
} from '../format.ts';
import { resultTone } from './render-runs.ts';
import { renderTable } from './table.ts';
import type { Ui } from './ui.ts';

export const renderStatus = (ui: Ui, status: Status, nowMs: number): string => {
  const { library, schedule, problems } = status;
  const moment = (atMs: number): string => formatMoment(atMs, nowMs, schedule.timezone);
  const facts: (readonly [string, string])[] = [
    ['Library', describeLibrary(status, moment)],
    ...library.coverage.map((part) => [cleanText(part.section), formatCoverage(part.mirrored, part.onServer)] as const),
    [
      'Last run',
      status.lastRun === undefined ? 'never' : `${moment(status.lastRun.endedAtMs)}, ${status.lastRun.result}`,
    ],
    ['Schedule', describeSchedule(schedule, moment)],
    ['Missing', formatAmount(status.missingTracks, 'track')],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  return [
    facts.map(([name, value]) => `${ui.paint('soft', name.padEnd(width))}  ${value}`).join('\n'),
    renderRecipes(ui, status.recipes, nowMs, schedule.timezone),
    problems.length === 0
      ? ui.paint('good', 'All is well.')
      : problems.map((problem) => ui.paint('warn', `! ${cleanText(problem)}`)).join('\n'),
  ].join('\n\n');
};

const describeLibrary = ({ library }: Status, moment: (atMs: number) => string): string => {
  const { counts, lastSync } = library;
  const figures = `${formatAmount(counts.tracks, 'track')}, ${formatAmount(counts.albums, 'album')}, ${formatAmount(counts.artists, 'artist')}`;
  return lastSync === undefined
    ? `${figures}; never synced ("harmoniq sync")`
    : `${figures}; synced ${moment(lastSync.endedAtMs)}`;
};

const describeSchedule = (schedule: Status['schedule'], moment: (atMs: number) => string): string => {
  if (!schedule.enabled) return 'off ("harmoniq schedule on")';
  const next =
    schedule.nextCycleAtMs === undefined ? 'but the service is not running' : `next ${moment(schedule.nextCycleAtMs)}`;
  return `every ${formatInterval(schedule.intervalMinutes)}, ${next} (${schedule.timezone})`;
};

export const renderRecipes = (ui: Ui, recipes: readonly RecipeSummary[], nowMs: number, zone: string): string =>
  recipes.length === 0
    ? 'No recipe is configured.'
    : renderTable(ui, recipes, [
        { head: 'Recipe', value: ({ id }) => id },
        { head: 'Playlist', value: ({ playlistName }) => playlistName, flexible: true },
        {
          head: 'State',
          value: ({ enabled, running }) => (running ? 'running' : enabled ? 'on' : 'off'),
          tone: ({ enabled }) => (enabled ? 'good' : 'soft'),
        },
        {
          head: 'Tracks',
          value: ({ playlist }) => (playlist === undefined ? '–' : formatCount(playlist.tracks)),
          right: true,
        },
        {
          head: 'Matched',
          value: ({ lastRun }) =>
            lastRun === undefined || lastRun.ownTracks === true ? '–' : formatShare(lastRun.matchRate),
          right: true,
        },
        {
          head: 'Last run',
          value: ({ lastRun }) => (lastRun === undefined ? 'never' : formatMoment(lastRun.endedAtMs, nowMs, zone)),
        },
        {
          head: 'Result',
          value: ({ lastRun }) => lastRun?.result ?? '',
          tone: ({ lastRun }) => (lastRun === undefined ? undefined : resultTone(lastRun.result)),
        },
        { head: 'Note', value: ({ disabledReason, cron }) => disabledReason ?? cron ?? '', flexible: true },
      ]);

export const renderPlaylists = (
  ui: Ui,
  playlists: readonly PlaylistSummary[],
  options: { readonly tracks: boolean; readonly nowMs: number; readonly zone: string },
): string => {
  if (playlists.length === 0) return 'No playlist has been made yet. "harmoniq run --all" makes them.';
  const moment = (atMs: number): string => formatMoment(atMs, options.nowMs, options.zone);
  if (!options.tracks)
    return renderTable(ui, playlists, [
      { head: 'Playlist', value: ({ title }) => title, flexible: true },
      { head: 'Tracks', value: ({ tracks }) => formatCount(tracks.length), right: true },
      { head: 'Refreshed', value: ({ publishedAtMs }) => moment(publishedAtMs) },
      { head: 'Recipe', value: ({ recipeId }) => recipeId },
      { head: 'Plex id', value: ({ playlistId }) => playlistId },
    ]);
  return playlists
    .map(({ title, tracks, publishedAtMs }) => {
      const head = `${ui.paint('strong', cleanText(title))}  ${formatAmount(tracks.length, 'track')}, refreshed ${moment(publishedAtMs)}`;
      const rows = tracks.map((track, index) => ({ ...track, place: index + 1 }));
      return `${head}\n${renderTable(ui, rows, [
        { head: '#', value: ({ place }) => String(place), right: true },
        { head: 'Artist', value: ({ artist }) => artist, flexible: true },
        { head: 'Title', value: ({ title: name }) => name, flexible: true },
        { head: 'Album', value: ({ album }) => album, flexible: true },
        { head: 'Why', value: ({ why }) => why, flexible: true },
      ])}`;
    })
    .join('\n\n');
};

export const renderMissing = (ui: Ui, tracks: readonly MissingTrack[], total: number): string => {
  if (total === 0) return 'Nothing is missing.';
  const table = renderTable(ui, tracks, [
    { head: 'Artist', value: ({ artist }) => artist, flexible: true },
    { head: 'Title', value: ({ title }) => title, flexible: true },
    { head: 'Wanted by', value: ({ recipes }) => recipes.join(', '), flexible: true },
    { head: 'Times', value: ({ timesMissed }) => formatCount(timesMissed), right: true },
    { head: 'Because', value: ({ reason }) => describeMissReason(reason), flexible: true },
    {
      head: 'Nearest',
      value: ({ nearest }) =>
        nearest === undefined ? '' : `${nearest.artist} - ${nearest.title} [${nearest.trackId}]`,
      flexible: true,
    },
  ]);
  return total > tracks.length ? `${table}\n${formatCount(total - tracks.length)} more; --limit shows them.` : table;
};
