import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it; one that exists is left as it is. Throws the system's error when it cannot. Node's own recursive mkdir never
 * returns where a file system denies that a folder could exist, such as /proc.
 */
export const makeFolder = (path: string): void => {
  const folder = resolve(path);
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it in the meantime.
    if (!existsSync(folder)) throw error;
  }
};
