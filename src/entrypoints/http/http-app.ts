import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HarmoniqError, isAbort } from '../../lib/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import { createRedactor } from '../../lib/redact.ts';
import { listSecrets, type Config } from '../../config/schema.ts';
import type { House } from '../../operations/house.ts';
import type { Operation } from '../../operations/operation.ts';
import { callOperation, toErrorBody, toHttpStatus } from '../call-operation.ts';
import { toDoorJson } from '../door-json.ts';
import { addCover } from './cover-route.ts';
import type { Health } from './health.ts';
import { collectPage } from './page-data.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { renderPage } from './page.ts';
import { answerInTime, readWait } from './prefer.ts';
import { readIngressBase, refuseForeignPage, refuseStranger, type RequestFacts } from './trust.ts';

export interface HttpAppOptions {
  readonly house: House;
  readonly operations: readonly Operation[];
  readonly config: Config;
  readonly version: string;
  readonly logger: Logger;
  readonly getHealth: () => Health;
  /** Ends the operations that requests have started. */
  readonly signal: AbortSignal;
}

const largestBodyBytes = 64 * 1024;

/** Short names for what the page and scripts read most; queries are the operation's input. */
const readings: Readonly<Record<string, string>> = {
  status: 'get-status',
  playlists: 'list-playlists',
  missing: 'list-missing',
  runs: 'list-runs',
  recipes: 'list-recipes',
  flows: 'list-flows',
};

const securityHeaders: Readonly<Record<string, string>> = {
  // The page lives in a frame of Home Assistant, so X-Frame-Options would shut it out; frame-ancestors is the finer tool.
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'self'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

const factsOf = (context: Context): RequestFacts => ({
  method: context.req.method,
  peer: peerOf(context),
  header: (name) => context.req.header(name),
});

/** Requests by injection have no socket. */
const peerOf = (context: Context): string | undefined =>
  (context.env as { incoming?: unknown } | undefined)?.incoming === undefined
    ? undefined
    : getConnInfo(context).remote.address;

/** All routes of the page and its API, without a socket. */
export const createHttpApp = (options: HttpAppOptions): Hono => {
  const app = new Hono();
  const redact = createRedactor(listSecrets(options.config));
  const send = (context: Context, body: unknown, status = 200): Response =>
    context.body(redact(JSON.stringify(body)), status as 200, { 'Content-Type': 'application/json; charset=utf-8' });
  const fail = (context: Context, error: unknown, status: number = toHttpStatus(error)): Response => {
    if (isAbort(error)) return send(context, stopped, 503);
    const known = error instanceof HarmoniqError;
    if (!known) options.logger.error({ err: error, path: context.req.path }, 'A request failed unexpectedly');
    return send(context, known ? toErrorBody(error) : unexpected, status);
  };

  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(securityHeaders)) context.res.headers.set(name, value);
  });
  app.get('/health', (context) => send(context, describeHealth(options)));
  app.use(async (context, next) => {
    const facts = factsOf(context);
    try {
      refuseStranger(facts, { addon: options.config.supervisorToken !== undefined, host: options.config.httpHost });
      if (!['GET', 'HEAD'].includes(facts.method)) refuseForeignPage(facts);
    } catch (error) {
      return fail(context, error, 403);
    }
    return next();
  });

  addPage(app, options, redact);
  addReadings(app, options, send);
  addCover(app, options);
  addOperations(app, options, send, fail);
  app.notFound((context) =>
    fail(
      context,
      new HarmoniqError('not-found', 'There is nothing at this address.', {
        hint: 'The page is at the root; data is under api/.',
      }),
    ),
  );
  app.onError((error, context) => fail(context, error));
  return app;
};

const unexpected = toErrorBody(
  new HarmoniqError('internal', 'Something unexpected went wrong.', { hint: "Harmoniq's log tells more." }),
);

const stopped = toErrorBody(new HarmoniqError('conflict', 'Harmoniq is stopping; this was cut off.'));

const describeHealth = ({ getHealth, version }: HttpAppOptions): unknown => ({
  status: 'alive',
  version,
  uptimeSeconds: Math.round(process.uptime()),
  ...getHealth(),
});

const addPage = (app: Hono, options: HttpAppOptions, redact: (text: string) => string): void => {
  app.get('/', async (context) => {
    const data = await collectPage(options);
    const page = renderPage(data, { base: readIngressBase(factsOf(context)), version: options.version });
    return context.html(redact(String(await page)));
  });
  app.get('/page.css', (context) => context.body(pageStyle, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  app.get('/page.js', (context) => context.body(pageScript, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
};

type Send = (context: Context, body: unknown, status?: number) => Response;

const addReadings = (app: Hono, options: HttpAppOptions, send: Send): void => {
  for (const [path, name] of Object.entries(readings)) {
    const operation = options.operations.find((candidate) => candidate.name === name);
    if (operation === undefined) continue;
    app.get(`/api/${path}`, async (context) => {
      const answer = await callOperation(options.house, operation, context.req.query(), {
        trigger: 'http',
        signal: options.signal,
      });
      return send(context, toDoorJson(answer, options.config.timezone));
    });
  }
};

const addOperations = (
  app: Hono,
  options: HttpAppOptions,
  send: Send,
  fail: (context: Context, error: unknown, status?: number) => Response,
): void => {
  app.get('/api/operations', (context) =>
    send(
      context,
      options.operations.map(({ name, summary, mutates }) => ({ name, summary, mutates })),
    ),
  );
  const limit = bodyLimit({
    maxSize: largestBodyBytes,
    onError: (context) => fail(context, new HarmoniqError('invalid-input', 'The body is larger than 64 KiB.'), 413),
  });
  app.post('/api/operations/:name', limit, async (context) => {
    const name = context.req.param('name');
    const operation = options.operations.find((candidate) => candidate.name === name);
    if (operation === undefined)
      return fail(
        context,
        new HarmoniqError('not-found', 'There is no such operation.', { hint: 'GET api/operations lists them.' }),
      );
    if (!/^application\/json\s*(;|$)/i.test(context.req.header('content-type') ?? ''))
      return fail(
        context,
        new HarmoniqError('invalid-input', 'The body must be JSON.', { hint: 'Send Content-Type: application/json.' }),
        415,
      );
    const input = parseBody(await context.req.text());
    const work = callOperation(options.house, operation, input, { trigger: 'http', signal: options.signal });
    const outcome = await answerInTime(work, readWait(context.req.header('prefer')), (error) =>
      noteLateFailure(options.logger, name, error),
    );
    if (outcome === 'accepted') return send(context, { accepted: true }, 202);
    return send(context, toDoorJson(outcome.answer ?? null, options.config.timezone));
  });
  app.all('/api/operations/:name', (context) => {
    context.header('Allow', 'POST');
    return fail(context, new HarmoniqError('invalid-input', 'Operations are asked for with POST.'), 405);
  });
};

/** The asker has gone: what went wrong is told by the status, the log keeps the rest. */
const noteLateFailure = (logger: Logger, operation: string, error: unknown): void => {
  if (isAbort(error)) return;
  logger.warn({ operation, ...toErrorBody(error).error }, 'An operation asked for by the page failed');
};

const parseBody = (text: string): unknown => {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new HarmoniqError('invalid-input', 'The body is not valid JSON.', {
      hint: 'Send an object such as {"recipe":"lastfm-charts"}, or nothing.',
    });
  }
};
