/** Something to tell Home Assistant. */
export interface Letter {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Mailbox {
  /** Sends it now, or when somebody is there to hear it. `about`: a newer letter about the same thing takes the place of one that still waits. */
  post(letter: Letter, about: string): void;
  /**
   * Somebody listens: what waits goes out, oldest first, and what comes from now on goes at once. `send` never rejects; `false` = lost on the way: the letter
   * goes out when somebody listens again.
   */
  open(send: (letter: Letter) => Promise<boolean>): void;
  close(): void;
}

interface Waiting {
  readonly letter: Letter;
  readonly atMs: number;
}

const mostWaiting = 50;

/** Keeps what happens while Home Assistant restarts, but not for long: news that are old news would set off automations at a strange time. */
export const createMailbox = (keepMs: number, nowMs: () => number): Mailbox => {
  const waiting = new Map<string, Waiting>();
  /** The newest of each thing whose arrival is not known yet. */
  const underWay = new Map<string, Waiting>();
  let send: ((letter: Letter) => Promise<boolean>) | undefined;

  const keep = (about: string, entry: Waiting): void => {
    waiting.delete(about);
    waiting.set(about, entry);
    const [oldest] = waiting.keys();
    if (waiting.size > mostWaiting && oldest !== undefined) waiting.delete(oldest);
  };
  const deliver = async (about: string, entry: Waiting, by: NonNullable<typeof send>): Promise<void> => {
    underWay.set(about, entry);
    const arrived = await by(entry.letter);
    // What is older than something that went out meanwhile is no news any more.
    if (underWay.get(about) !== entry) return;
    underWay.delete(about);
    if (!arrived && !waiting.has(about)) keep(about, entry);
  };

  return {
    post(letter, about) {
      const entry = { letter, atMs: nowMs() };
      if (send === undefined) keep(about, entry);
      else void deliver(about, entry, send);
    },
    open(by) {
      send = by;
      const letters = [...waiting].filter(([, { atMs }]) => nowMs() - atMs <= keepMs);
      waiting.clear();
      for (const [about, entry] of letters) void deliver(about, entry, by);
    },
    close() {
      send = undefined;
    },
  };
};
