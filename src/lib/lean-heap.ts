import { setFlagsFromString } from 'node:v8';

/** The garbage collector waits until the heap has grown by this share of what is alive; by default it lets the heap double or more. */
const growthPercent = 45;

let users = 0;

const enter = (): void => {
  users += 1;
  if (users === 1) setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
};

const leave = (): void => {
  users -= 1;
  if (users === 0) setFlagsFromString('--heap-growing-percent=0');
};

/**
 * Keeps the process small while pages of a megabyte each pass through: on a machine with much memory V8 would let hundreds of megabytes of dead pages
 * pile up, which counts against a small box's limit. Costs a few percent of time. The default returns when the last user is done.
 */
export const withLeanHeap = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  enter();
  try {
    return await work();
  } finally {
    leave();
  }
};

/**
 * The same for the rest of the process's life, for a service that works a few times a day and waits in between: what V8 once took from the system it hardly ever
 * gives back.
 */
export const keepHeapLean = (): void => enter();
