import { HarmoniqError } from '../../lib/errors.ts';
import type { HttpAnswer } from '../../lib/http.ts';
import { isRow, toCount, toRows, type Row } from './coerce.ts';

/** What every answer of Plex is wrapped in. */
export interface Container {
  readonly rows: readonly Row[];
  /** Size of the whole listing; undefined when the server does not tell. */
  readonly total: number | undefined;
  /** Where the rows begin, as the server says. */
  readonly offset: number | undefined;
  /** The envelope itself. */
  readonly head: Row;
}

/** Opens the envelope. Throws `bad-response` when there is none. */
export const readContainer = (answer: HttpAnswer, path: string): Container => {
  const container = openEnvelope(answer.data);
  if (container === undefined)
    throw new HarmoniqError('bad-response', `Plex answered ${path} with something that is not a Plex answer.`, {
      service: 'Plex',
      status: answer.status,
      hint: 'Check that PLEX_URL is the address of a Plex Media Server.',
    });
  return {
    ...container,
    total: container.total ?? toCount(answer.headers['x-plex-container-total-size']),
    offset: container.offset ?? toCount(answer.headers['x-plex-container-start']),
  };
};

/** The same for a body whose origin is known to be doubtful; undefined when it is no envelope. */
export const openEnvelope = (data: unknown): Container | undefined => {
  const head = isRow(data) ? data['MediaContainer'] : undefined;
  if (!isRow(head)) return undefined;
  return {
    rows: toRows(head['Metadata'] ?? head['Directory']),
    total: toCount(head['totalSize']),
    offset: toCount(head['offset']),
    head,
  };
};

/** The server's own clock; ours when it does not tell. */
export const readServerTime = (answer: HttpAnswer): number => {
  const told = Date.parse(answer.headers['date'] ?? '');
  return Number.isNaN(told) ? Date.now() : told;
};
