/** Something to tell Home Assistant. */
export interface Letter {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Mailbox {
  /** Sends it now, or when somebody is there to hear it. `about`: a newer letter about the same thing takes the place of one that still waits. */
  post(letter: Letter, about: string): void;
  /** Somebody listens: what waits goes out, oldest first, and what comes from now on goes at once. */
  open(send: (letter: Letter) => void): void;
  close(): void;
}

const mostWaiting = 50;

/** Keeps what happens while Home Assistant restarts, but not for long: news that are old news would set off automations at a strange time. */
export const createMailbox = (keepMs: number, nowMs: () => number): Mailbox => {
  const waiting = new Map<string, { readonly letter: Letter; readonly atMs: number }>();
  let deliver: ((letter: Letter) => void) | undefined;
  return {
    post(letter, about) {
      if (deliver !== undefined) return deliver(letter);
      waiting.delete(about);
      waiting.set(about, { letter, atMs: nowMs() });
      const [oldest] = waiting.keys();
      if (waiting.size > mostWaiting && oldest !== undefined) waiting.delete(oldest);
    },
    open(send) {
      deliver = send;
      const letters = [...waiting.values()].filter(({ atMs }) => nowMs() - atMs <= keepMs);
      waiting.clear();
      for (const { letter } of letters) send(letter);
    },
    close() {
      deliver = undefined;
    },
  };
};
