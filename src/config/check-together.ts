import { checkFlows } from './check-flows.ts';
import { conflict, type Winners } from './conflict.ts';
import { findNearest } from './environment-names.ts';
import type { Problem } from './given.ts';
import { toEnvName, type Config, type OptionName, type PlaylistOptions } from './schema.ts';

/** What can only be judged by looking at several options at once. */
export const checkTogether = (config: Partial<Config>, winners: Winners): readonly Problem[] => [
  ...checkMqtt(config, winners),
  ...checkNames(config, winners),
  ...checkFlows(config, winners),
  ...(config.playlists ?? []).flatMap((playlist, index) => checkPlaylist(playlist, index, config, winners)),
];

const checkMqtt = (config: Partial<Config>, winners: Winners): readonly Problem[] => {
  const problems: Problem[] = [];
  const named = config.mqttUsername !== undefined || (config.mqttUrl ?? '').includes('@');
  if (config.mqttPassword !== undefined && !named)
    problems.push(
      conflict(winners, 'mqttPassword', [], `is set without ${toEnvName('mqttUsername')}; set both or none`),
    );
  if (config.mqttDiscoveryPrefix !== undefined && config.mqttDiscoveryPrefix === config.mqttBaseTopic)
    problems.push(conflict(winners, 'mqttBaseTopic', [], 'must differ from MQTT_DISCOVERY_PREFIX'));
  return problems;
};

const builtIns = [
  ['enableLastfmRecs', 'playlistNameLastfmRecs'],
  ['enableLastfmCharts', 'playlistNameLastfmCharts'],
  ['enableTimePlaylist', 'playlistNameTime'],
] as const satisfies readonly (readonly [OptionName, OptionName])[];

/** Two recipes that publish under one name would overwrite each other's work, two with one id each other's history. */
const checkNames = (config: Partial<Config>, winners: Winners): readonly Problem[] => {
  const problems: Problem[] = [];
  const ids = new Set(['lastfm-charts', 'lastfm-recs', 'daily-flow']);
  const names = new Map<string, string>();
  const claim = (name: string | undefined, owner: string): string | undefined => {
    if (name === undefined) return undefined;
    const key = name.toLowerCase();
    const other = names.get(key);
    names.set(key, other ?? owner);
    return other;
  };
  for (const [enabled, option] of builtIns) {
    const other = config[enabled] === true ? claim(config[option], toEnvName(option)) : undefined;
    if (other !== undefined)
      problems.push(conflict(winners, option, [], `is the same name as ${other}; choose another`));
  }
  for (const [index, playlist] of (config.playlists ?? []).entries()) {
    const other = playlist.enabled ? claim(playlist.name, `playlists[${index}].name`) : undefined;
    if (other !== undefined)
      problems.push(conflict(winners, 'playlists', [index, 'name'], `is the same name as ${other}; choose another`));
    if (playlist.id === undefined) continue;
    if (ids.has(playlist.id))
      problems.push(conflict(winners, 'playlists', [index, 'id'], `"${playlist.id}" is taken; choose another id`));
    ids.add(playlist.id);
  }
  return problems;
};

type PlaylistField = keyof PlaylistOptions;

const lastfmFields = ['user', 'period', 'station'] as const satisfies readonly PlaylistField[];
const flowFields = [
  'windows',
  'min_rating',
  'unrated',
  'exclude_played_days',
  'max_skip_count',
  'memory_days',
  'keep_percent',
  'familiarity',
  'max_per_album',
  'longest_minutes',
  'learn',
  'sound',
  'covers',
  'follow_home',
] as const satisfies readonly PlaylistField[];

/** A flow is refreshed when its windows change, and always as a whole. */
const meaningless: Readonly<Record<PlaylistOptions['kind'], readonly PlaylistField[]>> = {
  'lastfm-charts': [...lastfmFields, ...flowFields],
  'lastfm-recs': flowFields,
  flow: [...lastfmFields, 'cron', 'mode'],
};

const checkPlaylist = (
  playlist: PlaylistOptions,
  index: number,
  config: Partial<Config>,
  winners: Winners,
): readonly Problem[] => {
  const problems: Problem[] = [];
  for (const name of playlist.libraries ?? []) {
    const known = config.plexMusicLibraryNames ?? [];
    if (known.length === 0 || known.includes(name)) continue;
    const nearest = findNearest(name, known);
    const advice = nearest === undefined ? `allowed are ${known.join(', ')}` : `did you mean ${nearest}?`;
    problems.push(
      conflict(winners, 'playlists', [index, 'libraries'], `"${name}" is not in PLEX_MUSIC_LIBRARY_NAMES; ${advice}`),
    );
  }
  for (const field of meaningless[playlist.kind])
    if (playlist[field] !== undefined)
      problems.push(conflict(winners, 'playlists', [index, field], `has no meaning for a ${playlist.kind} playlist`));
  return problems;
};
