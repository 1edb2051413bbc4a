import { HarmoniqError, describeError } from './errors.ts';
import type { Logger } from './logger.ts';

/** A part of the service. Constructors do nothing; `start` returns when the part is usable or is retrying on its own. */
export interface Component {
  readonly name: string;
  start(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

/** Each part may take this long to stop; all together stay below the 8 s that a supervisor is promised. */
const stopTimeoutMs = 2_500;

/** Waits, unless the signal fires first (then rejects with AbortError). */
export const sleep = (durationMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(new DOMException('The wait was stopped.', 'AbortError'));
      return;
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, durationMs);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(new DOMException('The wait was stopped.', 'AbortError'));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });

/** Settles with the promise, or rejects with `timeout` after the given time. The work itself goes on. */
export const withTimeout = async <T>(promise: Promise<T>, timeoutMs: number, what: string): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const alarm = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new HarmoniqError('timeout', `${what} did not finish within ${timeoutMs} ms.`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([promise, alarm]);
  } finally {
    clearTimeout(timer);
  }
};

/** Starts parts in order and stops the started ones in reverse. */
export const createLifecycle = (components: readonly Component[], logger: Logger) => {
  const started: Component[] = [];
  const stop = async (): Promise<void> => {
    for (const component of started.splice(0).reverse()) {
      try {
        await withTimeout(component.stop(), stopTimeoutMs, `Stopping ${component.name}`);
      } catch (error) {
        logger.warn({ component: component.name, reason: describeError(error) }, 'A part did not stop cleanly');
      }
    }
  };
  const start = async (signal: AbortSignal): Promise<void> => {
    try {
      for (const component of components) {
        if (signal.aborted) return;
        started.push(component);
        await component.start(signal);
      }
    } catch (error) {
      await stop();
      throw error;
    }
  };
  return { start, stop };
};
