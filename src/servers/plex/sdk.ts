import { fork, type ChildProcess } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { abortError, throwIfAborted } from '../../lib/errors.ts';
import type { HttpAnswer } from '../../lib/http.ts';
import type { Logger } from '../../lib/logger.ts';
import type { PlexClient } from './client.ts';
import type { Row } from './coerce.ts';
import { pagingHeaders } from './query.ts';
import type { FromSdk, SdkCalls, SdkOperation, ToSdk } from './sdk-protocol.ts';

/**
 * `parsed`: what the SDK read. `unparsed`: the server answered and the SDK could not read it; the request has happened. `unavailable`: the SDK did
 * not run and nothing was sent.
 */
export type SdkOutcome =
  | { readonly kind: 'parsed'; readonly rows: readonly Row[] }
  | { readonly kind: 'unparsed'; readonly answer: HttpAnswer }
  | { readonly kind: 'unavailable' };

/** `@lukehagar/plexjs`, held in a process that starts with the first call and ends when idle. */
export interface PlexSdk {
  /** Rejects with the HarmoniqError of our own client when the request fails, or with AbortError. */
  call<Operation extends SdkOperation>(
    operation: Operation,
    args: SdkCalls[Operation],
    signal: AbortSignal,
  ): Promise<SdkOutcome & { readonly headers?: HttpAnswer['headers'] | undefined }>;
  /** The process that holds the SDK just now. */
  processId(): number | undefined;
}

export interface PlexSdkOptions {
  readonly client: PlexClient;
  readonly logger: Logger;
  readonly idleMs?: number | undefined;
  /** A small machine needs seconds for the import. */
  readonly startTimeoutMs?: number | undefined;
}

interface PendingCall {
  readonly signal: AbortSignal;
  answer: HttpAnswer | undefined;
  sending: boolean;
  settle(outcome: SdkOutcome): void;
  fail(error: Error): void;
}

const processFile = fileURLToPath(new URL(`./sdk-process${extname(import.meta.url)}`, import.meta.url));

export const createPlexSdk = (options: PlexSdkOptions): PlexSdk => {
  const pending = new Map<number, PendingCall>();
  let child: ChildProcess | undefined;
  let ready: Promise<ChildProcess | undefined> | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  let lastCallId = 0;
  let broken = false;

  const send = (message: ToSdk): void => {
    child?.send(message, () => undefined);
  };
  /** The SDK's process keeps ours alive only while a call is under way. */
  const hold = (): void => {
    clearTimeout(idleTimer);
    child?.ref();
    child?.channel?.ref();
  };
  const release = (): void => {
    if (pending.size > 0) return;
    child?.unref();
    child?.channel?.unref();
    idleTimer = setTimeout(stop, options.idleMs ?? 10_000).unref();
  };
  const stop = (): void => {
    const ended = child;
    child = undefined;
    ready = undefined;
    if (ended?.connected === true) ended.disconnect();
  };

  const start = (): Promise<ChildProcess | undefined> =>
    new Promise((resolve) => {
      // No secret, no option of ours: the process needs nothing but the SDK.
      const started = fork(processFile, [], { execArgv: [], env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      const giveUp = (reason: string): void => {
        if (!broken) options.logger.warn({ reason }, 'The Plex SDK could not be used; axios takes over');
        broken = true;
        started.kill('SIGKILL');
        resolve(undefined);
      };
      const alarm = setTimeout(() => giveUp('it did not start in time'), options.startTimeoutMs ?? 30_000);
      started.on('message', (message: FromSdk) => {
        if (message.kind !== 'ready') return receive(message);
        clearTimeout(alarm);
        resolve(started);
      });
      started.on('error', (error) => giveUp(error.message));
      started.on('exit', (code) => {
        clearTimeout(alarm);
        if (child !== started) return;
        giveUp(`its process ended with code ${String(code)}`);
        child = undefined;
        ready = undefined;
        for (const call of pending.values()) settleWithoutSdk(call);
      });
      child = started;
    });

  const receive = (message: Exclude<FromSdk, { kind: 'ready' }>): void => {
    const call = pending.get(message.callId);
    if (call === undefined) return;
    if (message.kind === 'send') {
      void forward(message.callId, call, message);
      return;
    }
    if (message.kind === 'parsed') {
      call.settle({ kind: 'parsed', rows: message.rows });
      return;
    }
    options.logger.debug({ why: message.why }, 'The Plex SDK could not read an answer');
    settleWithoutSdk(call);
  };

  const forward = async (
    callId: number,
    call: PendingCall,
    asked: Extract<FromSdk, { kind: 'send' }>,
  ): Promise<void> => {
    call.sending = true;
    try {
      const answer = await options.client.request({
        method: asked.method as 'GET' | 'PUT' | 'DELETE',
        path: asked.path,
        query: new URLSearchParams(asked.query),
        headers: { 'User-Agent': asked.userAgent, ...(asked.method === 'GET' ? pagingHeaders(0, 1_000) : {}) },
        responseType: 'text',
        signal: call.signal,
      });
      call.answer = answer;
      send({
        kind: 'answer',
        callId,
        status: answer.status,
        contentType: answer.headers['content-type'] ?? 'application/json',
        body: typeof answer.data === 'string' ? answer.data : '',
      });
      if (child === undefined) settleWithoutSdk(call);
    } catch (error) {
      call.fail(error as Error);
    }
  };

  const call: PlexSdk['call'] = async (operation, args, signal) => {
    if (broken) return { kind: 'unavailable' };
    ready ??= start();
    hold();
    try {
      if ((await orAborted(ready, signal)) === undefined) return { kind: 'unavailable' };
      lastCallId += 1;
      const callId = lastCallId;
      return await new Promise((resolve, reject) => {
        const abort = (): void => state.fail(abortError(signal));
        const end = (): void => {
          pending.delete(callId);
          signal.removeEventListener('abort', abort);
        };
        const state: PendingCall = {
          signal,
          answer: undefined,
          sending: false,
          settle: (outcome) => {
            end();
            resolve({ ...outcome, headers: state.answer?.headers });
          },
          fail: (error) => {
            end();
            reject(error);
          },
        };
        if (signal.aborted) return abort();
        pending.set(callId, state);
        signal.addEventListener('abort', abort, { once: true });
        send({ kind: 'call', callId, operation, args });
      });
    } finally {
      release();
    }
  };
  return { call, processId: () => child?.pid };
};

const orAborted = async <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> => {
  throwIfAborted(signal);
  let abort = (): void => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    abort = () => reject(abortError(signal));
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};

/** The SDK is of no more use for this call: what the server answered counts, and if nothing was sent the caller takes the other road. */
const settleWithoutSdk = (call: PendingCall): void => {
  if (call.answer !== undefined) call.settle({ kind: 'unparsed', answer: parseText(call.answer) });
  else if (!call.sending) call.settle({ kind: 'unavailable' });
};

/** A body that is no JSON counts as none: of a write only its happening matters, and a read is then made without the SDK. */
const parseText = (answer: HttpAnswer): HttpAnswer => {
  try {
    return { ...answer, data: JSON.parse(String(answer.data)) as unknown };
  } catch {
    return { ...answer, data: undefined };
  }
};
