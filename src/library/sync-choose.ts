import { HarmoniqError } from '../lib/errors.ts';
import type { MusicSection } from '../servers/server.ts';

const sameName = (left: string, right: string): boolean => left.trim().toLowerCase() === right.trim().toLowerCase();

/** The sections of these names; a name must exist, in any case of letters. Throws `not-found` naming what there is. */
export const chooseSections = (
  present: readonly MusicSection[],
  names: readonly string[],
  serverKind: string,
): readonly MusicSection[] => {
  const chosen = new Map<string, MusicSection>();
  for (const name of names) {
    const exact = present.filter((section) => section.title === name);
    const found = exact.length > 0 ? exact : present.filter((section) => sameName(section.title, name));
    if (found.length === 0) throw unknownName(name, present, serverKind);
    for (const section of found) chosen.set(section.id, section);
  }
  return [...chosen.values()];
};

export const isNamed = (title: string, names: readonly string[]): boolean =>
  names.some((name) => sameName(name, title));

const unknownName = (name: string, present: readonly MusicSection[], serverKind: string): HarmoniqError => {
  const titles = present.map((section) => `"${section.title}"`).join(', ');
  return new HarmoniqError('not-found', `${serverKind} has no music library named "${name}".`, {
    service: serverKind,
    hint:
      present.length === 0
        ? `It has no music library at all that this token may see: create one, or use the owner's token.`
        : `It has: ${titles}. Set PLEX_MUSIC_LIBRARY_NAMES to one or more of these.`,
  });
};
