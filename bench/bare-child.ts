import { Agent, get } from 'node:http';
import { readInput } from './processes.ts';
import type { PlexAddress } from './plex.ts';

export interface BareInput extends PlexAddress {
  readonly paths: readonly string[];
}
export interface BareFigures {
  readonly ms: number;
  readonly bytes: number;
}

const input = await readInput<BareInput>();
const agent = new Agent({ keepAlive: true });
const headers = { accept: 'application/json', 'X-Plex-Token': input.plexToken };

const read = (path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    get(`${input.plexUrl}${path}`, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      response.on('error', reject);
    }).on('error', reject);
  });

let bytes = 0;
let rows = 0;
const startedAt = performance.now();
for (const path of input.paths) {
  const text = await read(path);
  bytes += text.length;
  const answer = JSON.parse(text) as { readonly MediaContainer?: { readonly size?: number } };
  rows += answer.MediaContainer?.size ?? 0;
}
const figures: BareFigures & { readonly rows: number } = { ms: performance.now() - startedAt, bytes, rows };
console.log(JSON.stringify(figures));
process.exit(0);
