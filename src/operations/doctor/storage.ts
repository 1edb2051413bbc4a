import { access, constants, rm, statfs, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Config } from '../../config/schema.ts';
import { makeFolder } from '../../lib/make-folder.ts';
import type { Library } from '../../library/library.ts';
import { doubtful, examine, failed, fine, toFinding, type Check, type Finding } from './check.ts';

const timeoutMs = 5_000;
const scarceBytes = 500 * 1024 * 1024;
const tooScarceBytes = 50 * 1024 * 1024;

/** The place where everything is kept: may it be written, is the database sound, is there room? `library` is the error when it could not be opened. */
export const checkStorage = (config: Config, library: Library | Error, signal: AbortSignal): Promise<Check>[] => [
  examine('Data folder', timeoutMs, signal, () => checkFolder(resolve(config.dataDir))),
  examine('Database', timeoutMs, signal, async () => checkDatabase(library)),
  examine('Disk space', timeoutMs, signal, () => checkSpace(resolve(config.dataDir))),
];

/** Writes for real: the rights of a network mount cannot be told from its flags. */
const checkFolder = async (folder: string): Promise<Finding> => {
  const probe = join(folder, `.doctor-${process.pid}`);
  try {
    makeFolder(folder);
    await access(folder, constants.R_OK | constants.W_OK);
    await writeFile(probe, 'probe');
    await rm(probe, { force: true });
    return fine(`${folder} can be written.`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return failed(
      `${folder} cannot be written (${code}).`,
      'Give the user that runs Harmoniq the right to write there, or set DATA_DIR to another folder.',
      'internal',
    );
  }
};

const checkDatabase = (library: Library | Error): Finding => {
  if (library instanceof Error) return toFinding(library);
  const { tracks, artists, albums } = library.count();
  if (tracks === 0) return doubtful('Opened; it holds no tracks yet.', 'Run "harmoniq sync".');
  return fine(`Opened; it holds ${tracks} tracks, ${albums} albums and ${artists} artists.`);
};

const checkSpace = async (folder: string): Promise<Finding> => {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const found = `${formatBytes(free)} free.`;
  const advice = 'Make room: a library of 100,000 tracks takes about 100 MB, and a backup as much again.';
  if (free < tooScarceBytes) return failed(found, advice, 'internal');
  return free < scarceBytes ? doubtful(found, advice) : fine(found);
};

const formatBytes = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
