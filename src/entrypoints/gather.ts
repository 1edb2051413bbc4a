/** Makes one call out of many: runs a while after the first `poke`, never twice at a time, once more if poked meanwhile. */
export interface Gatherer {
  poke(): void;
  /** Runs at once; settles when nothing is due any more. */
  flush(): Promise<void>;
  /** Drops what is due and waits for what runs. */
  stop(): Promise<void>;
}

/** `run` must not reject. */
export const createGatherer = (run: () => Promise<void>, delayMs: number): Gatherer => {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let queued = false;
  const start = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (!queued) {
      queued = true;
      running = running.then(() => {
        queued = false;
        return run();
      });
    }
    return running;
  };
  return {
    poke: () => void (timer ??= setTimeout(() => void start(), delayMs)),
    flush: start,
    async stop() {
      clearTimeout(timer);
      timer = undefined;
      await running;
    },
  };
};
