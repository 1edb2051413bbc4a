import type { Config } from '../config/schema.ts';
import type { Correction } from '../core/candidate.ts';
import { HarmoniqError } from '../lib/errors.ts';
import type { House } from './house.ts';

type ConfiguredCorrection = Config['match'][number];

const toTarget = ({ to }: ConfiguredCorrection): Correction['target'] => {
  if (to === 'none') return { kind: 'none' };
  if ('rating_key' in to) return { kind: 'track', trackId: to.rating_key };
  return { kind: 'names', artist: to.artist, title: to.title, album: to.album };
};

/** Case and outer blanks make no difference, as in the library's own table of corrections. */
export const toCorrectionKey = ({ artist, title }: { readonly artist: string; readonly title: string }): string =>
  `${artist.trim().toLowerCase()}\u0000${title.trim().toLowerCase()}`;

/** Every word of the user on matches: those of `harmoniq.yaml` win over those given by command. */
export const collectCorrections = (house: House): readonly Correction[] => {
  const configured = house.config.match.map((entry): Correction => ({
    artist: entry.artist,
    title: entry.title,
    target: toTarget(entry),
    origin: 'configuration',
  }));
  const settled = new Set(configured.map(toCorrectionKey));
  const commanded = house.library
    .listCorrections()
    .filter((correction) => correction.origin === 'command' && !settled.has(toCorrectionKey(correction)));
  // The matcher obeys the later of two; here only spellings are left that it alone knows to be one.
  return [...commanded, ...configured];
};

/** A command cannot overrule the file: the next start would bring the file's word back. Throws `conflict`. */
export const refuseConfigured = (house: House, names: { readonly artist: string; readonly title: string }): void => {
  if (!house.config.match.some((entry) => toCorrectionKey(entry) === toCorrectionKey(names))) return;
  throw new HarmoniqError('conflict', `The match of "${names.artist} - ${names.title}" is set in the configuration.`, {
    hint: 'Change it there, under "match".',
  });
};
