import { chmodSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../lib/make-folder.ts';
import { toFileName } from './schema.ts';

/** What `harmoniq login` found out; weaker than everything the user wrote himself. */
export interface SavedLogin {
  readonly plexToken: string;
  readonly plexUrl?: string | undefined;
}

/** Readable for the owner only: it holds the token. */
export const findLoginPath = (dataDir: string): string => join(dataDir, 'login.json');

/** Keeps the login where `loadConfig` finds it; returns the file's path. An earlier login is replaced in one step. */
export const saveLogin = (dataDir: string, login: SavedLogin): string => {
  const path = findLoginPath(dataDir);
  const draft = `${path}.${process.pid}.new`;
  const values = {
    [toFileName('plexToken')]: login.plexToken,
    ...(login.plexUrl === undefined ? {} : { [toFileName('plexUrl')]: login.plexUrl }),
  };
  makeFolder(dataDir);
  writeFileSync(draft, `${JSON.stringify(values, undefined, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
  return path;
};
