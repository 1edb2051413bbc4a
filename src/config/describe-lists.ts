import { defaultWindows } from '../core/flow/default-windows.ts';
import type { HomeCondition, HomeRule } from '../core/flow/home-rule.ts';
import { printWindows } from '../core/flow/print-windows.ts';
import type { Window } from '../core/flow/window.ts';
import type { CorrectionOptions, PlaylistOptions } from './playlist-options.ts';
import type { Config, OptionName } from './schema.ts';

/** One entry of a list for a person to read; further lines belong to it. */
export type ListEntry = readonly [head: string, ...details: readonly string[]];

/** What stands in an option that is a list of things, an entry for each; undefined for every other option. */
export const describeList = (name: OptionName, config: Partial<Config>): readonly ListEntry[] | undefined => {
  if (name === 'timeWindows') return (config.timeWindows ?? defaultWindows).map((window) => [printWindow(window)]);
  if (name === 'homeRules') return config.homeRules?.map(describeRule);
  if (name === 'playlists') return config.playlists?.map(describePlaylist);
  return name === 'match' ? config.match?.map(describeCorrection) : undefined;
};

/** As it would stand in TIME_WINDOWS. */
const printWindow = (window: Window): string => printWindows([window]);

const describeRule = (rule: HomeRule, at: number): ListEntry => {
  const { name, playlist, when, window, pause, moods, genres, energy, familiarity } = rule;
  const wishes = [
    ...(window === undefined ? [] : [`window ${window}`]),
    ...(pause ? ['pause'] : []),
    ...(moods.length === 0 ? [] : [`moods ${moods.join(', ')}`]),
    ...(genres.length === 0 ? [] : [`genres ${genres.join(', ')}`]),
    ...(energy === undefined ? [] : [`energy ${energy}`]),
    ...(familiarity === undefined ? [] : [`familiarity ${Math.round(familiarity * 100)}`]),
  ];
  const whose = playlist === undefined ? '' : ` (${playlist})`;
  return [`${name ?? `no. ${at + 1}`}${whose}: ${when.map(describeCondition).join(' and ')} → ${wishes.join('; ')}`];
};

const describeCondition = ({ entity, attribute, is, not, above, below, forMs }: HomeCondition): string =>
  [
    attribute === undefined ? entity : `${entity} ${attribute}`,
    ...(is === undefined ? [] : [`is ${is.join(' or ')}`]),
    ...(not === undefined ? [] : [`is not ${not.join(' or ')}`]),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
    ...(forMs === undefined ? [] : [`for ${describePeriod(forMs)}`]),
  ].join(' ');

/** As the option takes it: `1h30m`. */
const describePeriod = (periodMs: number): string => {
  const seconds = Math.round(periodMs / 1_000);
  const parts = [
    [Math.floor(seconds / 3_600), 'h'],
    [Math.floor((seconds % 3_600) / 60), 'm'],
    [seconds % 60, 's'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return said.length === 0 ? '0s' : said.join('');
};

const describePlaylist = ({ name, kind, enabled, adopt, windows, ...settings }: PlaylistOptions): ListEntry => {
  const said = Object.entries({ ...settings, ...(adopt ? { adopt } : {}) }).filter(([, value]) => value !== undefined);
  const facts = said.map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(', ') : String(value)}`);
  return [[`${name} (${kind}${enabled ? '' : ', off'})`, ...facts].join(' · '), ...(windows ?? []).map(printWindow)];
};

const describeCorrection = ({ artist, title, to }: CorrectionOptions): ListEntry => [
  `${artist} - ${title} → ${to === 'none' ? 'none' : 'rating_key' in to ? `rating key ${to.rating_key}` : describeNames(to)}`,
];

const describeNames = (to: { readonly artist: string; readonly title: string; readonly album?: string | undefined }) =>
  `${to.artist} - ${to.title}${to.album === undefined ? '' : ` (${to.album})`}`;
