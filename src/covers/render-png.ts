import { execFile } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fontPaths } from './fonts.ts';

const processFile = fileURLToPath(new URL(`./render-process${extname(import.meta.url)}`, import.meta.url));
/** A small machine needs seconds to start a process. */
const timeoutMs = 60_000;
const maxBytes = 8 * 1024 * 1024;

/**
 * SVG → PNG in a process that ends with the picture: the renderer keeps about 50 MB for itself, and that for a picture every few hours. Rejects
 * when there is none; the cause is what the process said.
 */
export const renderPng = (svg: string): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [processFile, ...fontPaths],
      // No secret, no option of ours: the process needs nothing but the fonts.
      { env: {}, encoding: 'buffer', timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: maxBytes },
      (error, png) =>
        error === null ? resolve(png) : reject(new Error('The renderer gave no picture.', { cause: error })),
    );
    // A process that ends before it has read everything is told by its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(svg);
  });
