import { randomUUID } from 'node:crypto';
import type { Library } from '../library/library.ts';

const clientIdSetting = 'client-id';

/** The id by which Plex tells this device from others; made once and kept, since a link made under another id never completes. */
export const getClientId = (library: Pick<Library, 'getSetting' | 'setSetting'>): string => {
  const known = library.getSetting(clientIdSetting);
  if (known !== undefined) return known;
  const made = randomUUID();
  library.setSetting(clientIdSetting, made);
  return made;
};
