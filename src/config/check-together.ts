import { findNearest } from './environment-names.ts';
import type { Given, Problem } from './given.ts';
import { toWhere, toWritten } from './sentences.ts';
import { toEnvName, type Config, type OptionName, type PlaylistOptions } from './schema.ts';

/** How each option got its value; empty for defaults. */
export type Winners = ReadonlyMap<OptionName, Given>;

/** What can only be judged by looking at several options at once. */
export const checkTogether = (config: Partial<Config>, winners: Winners): readonly Problem[] => [
  ...checkMqtt(config, winners),
  ...checkNames(config, winners),
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

/** Two recipes that publish under one name would overwrite each other's work, two with one id each other's history. */
const checkNames = (config: Partial<Config>, winners: Winners): readonly Problem[] => {
  const problems: Problem[] = [];
  const ids = new Set(['lastfm-charts', 'lastfm-recs']);
  const names = new Map<string, string>();
  const claim = (name: string | undefined, owner: string): string | undefined => {
    if (name === undefined) return undefined;
    const key = name.toLowerCase();
    const other = names.get(key);
    names.set(key, other ?? owner);
    return other;
  };
  if (config.enableLastfmRecs === true) claim(config.playlistNameLastfmRecs, toEnvName('playlistNameLastfmRecs'));
  if (config.enableLastfmCharts === true) {
    const other = claim(config.playlistNameLastfmCharts, toEnvName('playlistNameLastfmCharts'));
    if (other !== undefined)
      problems.push(conflict(winners, 'playlistNameLastfmCharts', [], `is the same name as ${other}; choose another`));
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
  if (playlist.kind === 'lastfm-charts')
    for (const field of ['user', 'period', 'station'] as const)
      if (playlist[field] !== undefined)
        problems.push(conflict(winners, 'playlists', [index, field], 'has no meaning for a lastfm-charts playlist'));
  return problems;
};

const conflict = (winners: Winners, option: OptionName, path: readonly (string | number)[], fact: string): Problem => {
  const given = winners.get(option);
  const written = given === undefined ? toEnvName(option) : toWritten(given, path);
  const where = given === undefined ? 'default' : toWhere(given, path);
  return {
    kind: 'conflict',
    option: written,
    where,
    message: `${written} (${where}) ${fact.replace(/([^?])$/, '$1.')}`,
  };
};
