import { runResults } from '../../core/run.ts';
import type { MissingTrack } from '../../library/library.ts';
import type { Status } from '../../operations/get-status.ts';
import { onOff, press, type Entity } from './entity.ts';
import { describeRun } from './playlist-entities.ts';
import { fitLines, toLine, toTimestamp } from './text.ts';

const tracksUnit = { state_class: 'measurement', unit_of_measurement: 'tracks' };
const maxMissingShown = 50;
const maxProblemsShown = 20;

export const runFinishedKey = 'run_finished';
const scheduleKey = 'schedule';

/** The entities of the house itself, whatever recipes there are. */
export const houseEntities: readonly Entity[] = [
  {
    key: 'regenerate_all',
    platform: 'button',
    name: 'Regenerate all',
    objectId: 'regenerate_all',
    icon: 'mdi:refresh',
    command: { operation: 'run-cycle', kind: 'work', inputs: { [press]: {} } },
  },
  {
    key: 'sync_library',
    platform: 'button',
    name: 'Sync library',
    objectId: 'sync_library',
    icon: 'mdi:database-sync',
    command: { operation: 'sync-library', kind: 'work', inputs: { [press]: {} } },
  },
  {
    key: scheduleKey,
    platform: 'switch',
    name: 'Schedule',
    objectId: 'schedule',
    icon: 'mdi:calendar-clock',
    category: 'config',
    command: { operation: 'set-schedule', kind: 'setting', inputs: { ON: { enabled: true }, OFF: { enabled: false } } },
    render: ({ status: { schedule } }) => ({
      state: onOff(schedule.enabled),
      attributes: {
        interval_minutes: schedule.intervalMinutes,
        next_run: toTimestamp(schedule.nextCycleAtMs, schedule.timezone),
      },
    }),
  },
  {
    key: 'last_run',
    platform: 'sensor',
    name: 'Last run',
    objectId: 'last_run',
    icon: 'mdi:clock-check-outline',
    traits: { device_class: 'timestamp' },
    render: ({ status }) => ({
      state: toTimestamp(status.lastRun?.endedAtMs, status.schedule.timezone),
      attributes: describeRun(status.lastRun),
    }),
  },
  {
    key: 'last_result',
    platform: 'sensor',
    name: 'Last result',
    objectId: 'last_result',
    icon: 'mdi:playlist-check',
    traits: { device_class: 'enum', options: ['never', ...runResults] },
    render: ({ status }) => ({
      state: status.lastRun?.result ?? 'never',
      attributes: { ...describeRun(status.lastRun), results: listResults(status) },
    }),
  },
  {
    key: 'missing_tracks',
    platform: 'sensor',
    name: 'Missing tracks',
    objectId: 'missing_tracks',
    icon: 'mdi:music-off',
    traits: tracksUnit,
    render: ({ missing }) => ({
      state: missing.total,
      attributes: fitLines({}, 'tracks', missing.tracks.slice(0, maxMissingShown).map(toMissing), maxMissingShown),
    }),
  },
  {
    key: 'library_tracks',
    platform: 'sensor',
    name: 'Library tracks',
    objectId: 'library_tracks',
    icon: 'mdi:music-box-multiple',
    category: 'diagnostic',
    traits: tracksUnit,
    render: ({ status: { library, schedule } }) => ({
      state: library.counts.tracks,
      attributes: fitLines(
        {
          artists: library.counts.artists,
          albums: library.counts.albums,
          last_sync: toTimestamp(library.lastSync?.endedAtMs, schedule.timezone),
        },
        'libraries',
        library.coverage.map(({ section, mirrored, onServer }) => ({
          library: toLine(section),
          mirrored,
          on_server: onServer,
        })),
        maxMissingShown,
      ),
    }),
  },
  {
    key: 'running',
    platform: 'binary_sensor',
    name: 'Running',
    objectId: 'running',
    icon: 'mdi:progress-wrench',
    traits: { device_class: 'running' },
    render: ({ status }) => ({
      state: onOff(status.running),
      attributes: { activity: describeActivity(status), recipes: status.activity.recipes },
    }),
  },
  {
    key: 'problem',
    platform: 'binary_sensor',
    name: 'Problem',
    objectId: 'problem',
    icon: 'mdi:alert-circle-outline',
    category: 'diagnostic',
    traits: { device_class: 'problem' },
    render: ({ status }) => ({
      state: onOff(status.problems.length > 0),
      attributes: fitLines(
        {},
        'problems',
        status.problems.map((problem) => toLine(problem)),
        maxProblemsShown,
      ),
    }),
  },
  {
    key: 'plex_connection',
    platform: 'binary_sensor',
    name: 'Plex connection',
    objectId: 'plex_connection',
    icon: 'mdi:plex',
    category: 'diagnostic',
    traits: { device_class: 'connectivity' },
    render: ({ status: { activity } }) => ({
      state: onOff(activity.server.connected),
      attributes: { message: toLine(activity.server.message) },
    }),
  },
  {
    key: runFinishedKey,
    platform: 'event',
    name: 'Run finished',
    objectId: 'run_finished',
    icon: 'mdi:bell-check-outline',
    traits: { event_types: [...runResults] },
  },
];

const listResults = (status: Status): Readonly<Record<string, string>> =>
  Object.fromEntries(
    status.recipes
      .filter((recipe) => recipe.enabled)
      .slice(0, 100)
      .map((recipe) => [recipe.id, recipe.lastRun?.result ?? 'never']),
  );

const toMissing = ({ artist, title, reason, recipes }: MissingTrack) => ({
  artist: toLine(artist, 120),
  title: toLine(title, 120),
  reason,
  recipes: recipes.slice(0, 5),
});

const describeActivity = ({ activity }: Status): 'sync' | 'cycle' | 'run' | 'idle' => {
  if (activity.syncing) return 'sync';
  if (activity.cycle !== undefined) return 'cycle';
  return activity.recipes.length > 0 ? 'run' : 'idle';
};
