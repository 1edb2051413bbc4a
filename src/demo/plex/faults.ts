export const faultKinds = ['status', 'delay', 'reset', 'reset-after-apply', 'truncate', 'maintenance', 'html'] as const;

/** Something that shall go wrong. Without `method` and `path` it meets any request. */
export interface Fault {
  readonly kind: (typeof faultKinds)[number];
  readonly method?: string;
  /** Compared with path and query. */
  readonly path?: RegExp;
  /** How often it happens; 1 unless said, `Infinity` = until cleared. */
  readonly times?: number;
  /** How many fitting requests pass unharmed first. */
  readonly after?: number;
  /** Of kind `status`; 500 unless said. */
  readonly status?: number;
  /** Of kind `delay`; also delays any other kind. */
  readonly delayMs?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Faults that have still to happen. */
  readonly pending: number;
  /** The fault that meets this request, counted as happened. */
  take(method: string, url: string): Fault | undefined;
}

export function createFaults(): Faults {
  let waiting: { fault: Fault; pass: number; left: number }[] = [];
  return {
    add: (fault) => void waiting.push({ fault, pass: fault.after ?? 0, left: fault.times ?? 1 }),
    clear: () => {
      waiting = [];
    },
    get pending() {
      return waiting.length;
    },
    take(method, url) {
      for (const entry of waiting) {
        if (entry.fault.method !== undefined && entry.fault.method !== method) continue;
        if (entry.fault.path !== undefined && !entry.fault.path.test(url)) continue;
        if (entry.pass-- > 0) continue;
        if (--entry.left <= 0) waiting = waiting.filter((other) => other !== entry);
        return entry.fault;
      }
      return undefined;
    },
  };
}
