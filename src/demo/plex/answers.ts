import { parseQueryText, type QueryText } from './query-text.ts';

export interface User {
  readonly id: number;
  readonly title: string;
  readonly token: string;
}

/** A request as the routes see it. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: QueryText;
  readonly user: User;
  readonly body: Buffer;
  readonly contentType: string;
  /** An `X-Plex-…` argument, from the query or a header. */
  argument(name: string): string | undefined;
}

export type Answer =
  | {
      readonly kind: 'container';
      readonly status: number;
      /** The JSON text of the whole body. */
      readonly json: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'html' | 'xml'; readonly status: number; readonly text: string }
  | { readonly kind: 'empty'; readonly status: number };

type Scalar = string | number | boolean | undefined;

/** A MediaContainer with rows that are JSON text already. No rows: the list's key is absent. */
export function container(
  attributes: Readonly<Record<string, Scalar>>,
  list?: { readonly name: string; readonly rows: readonly string[] },
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const head = JSON.stringify({ size: list?.rows.length ?? 0, ...attributes, experimental: 'not for you' }).slice(
    0,
    -1,
  );
  const tail = list && list.rows.length > 0 ? `,"${list.name}":[${list.rows.join(',')}]` : '';
  return { kind: 'container', status: 200, json: `{"MediaContainer":${head}${tail}}}`, headers };
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  410: 'Gone',
  414: 'Request-URI Too Long',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** Errors are pages, whatever the caller accepts. */
export function failure(status: number): Answer {
  const reason = reasons[status] ?? 'Error';
  return {
    kind: 'html',
    status,
    text: `<html><head><title>${reason}</title></head><body><h1>${status} ${reason}</h1></body></html>`,
  };
}

export function maintenance(): Answer {
  return {
    kind: 'xml',
    status: 503,
    text: '<?xml version="1.0" encoding="UTF-8"?>\n<Response code="503" title="Maintenance" status="Plex Media Server is currently running database migrations."/>\n',
  };
}

export const empty = (status: number): Answer => ({ kind: 'empty', status });

export const noQuery = parseQueryText('');

/** The part of a listing that was asked for, or the refusal. */
export interface PageRequest {
  readonly start: number;
  /** undefined = everything. */
  readonly size: number | undefined;
}

export function readPage(exchange: Exchange): PageRequest {
  const start = Number(exchange.argument('X-Plex-Container-Start') ?? 0);
  const size = exchange.argument('X-Plex-Container-Size');
  return { start: start > 0 ? start : 0, size: size === undefined ? undefined : Math.max(0, Number(size) || 0) };
}

/** What a paged container says about its place in the whole, in the body and in the headers. */
export function pageFacts(
  page: PageRequest,
  total: number,
): { attributes: Record<string, Scalar>; headers: Record<string, string> } {
  const paged = page.size !== undefined;
  return {
    attributes: paged ? { totalSize: total, offset: page.start } : {},
    headers: { 'X-Plex-Container-Start': String(page.start), 'X-Plex-Container-Total-Size': String(total) },
  };
}
