import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Answer } from './answers.ts';
import { jsonToXml } from './xml.ts';

const compress = promisify(gzip);

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Writes an answer: XML unless JSON was asked for, gzip when accepted, and half of it (then a cut) when `truncate` is set. */
export async function writeAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  options: { readonly truncate: boolean; readonly clockOffsetMs: number },
): Promise<void> {
  const json = request.headers.accept?.includes('application/json') === true;
  const headers: Record<string, string> = {
    'X-Plex-Protocol': '1.0',
    'Cache-Control': 'no-cache',
    Date: new Date(Date.now() + options.clockOffsetMs).toUTCString(),
    ...(answer.kind === 'container' ? answer.headers : {}),
  };
  const { type, text } = bodyOf(answer, json);
  if (type !== '') headers['Content-Type'] = type;
  let body: Buffer = Buffer.from(text);
  if (body.length > 1_024 && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
    body = await compress(body, { level: constants.Z_BEST_SPEED });
    headers['Content-Encoding'] = 'gzip';
  }
  headers['Content-Length'] = String(body.length);
  if (response.destroyed) return;
  response.writeHead(answer.status, headers);
  if (!options.truncate) response.end(body);
  else response.write(body.subarray(0, Math.floor(body.length / 2)), () => request.socket.destroy());
}

function bodyOf(answer: Answer, json: boolean): { type: string; text: string } {
  switch (answer.kind) {
    case 'container':
      return json
        ? { type: 'application/json', text: answer.json }
        : { type: 'text/xml;charset=utf-8', text: jsonToXml(answer.json) };
    case 'html':
      return { type: 'text/html', text: answer.text };
    case 'xml':
      return { type: 'text/xml;charset=utf-8', text: answer.text };
    case 'empty':
      return { type: answer.status === 204 ? '' : 'text/html', text: '' };
  }
}
