/** How this server behaves where real ones differ. All may be changed while it runs. */
export interface Switches {
  /** More than 1,000 items per page are a 400. */
  refuseLargePages: boolean;
  /** A listing of a section without a container size is a 400. */
  refuseMissingSize: boolean;
  /** Whether include…/exclude… of fields and elements is obeyed. */
  trimming: 'obey' | 'ignore';
  /** A listing without a sort comes in another order each time. */
  unstableOrder: boolean;
  /** Several items asked for at once come back in another order. */
  reorderMetadata: boolean;
  sonic: 'available' | 'unauthorized' | 'not-analysed';
  /** What a renamed playlist answers: 200 with the playlist, or 204 with nothing. */
  editAnswer: 'body' | 'empty';
  deleteAnswer: 200 | 204;
  /** A playlist address that names another server. */
  foreignMachine: 'refuse' | 'none-added';
  /** `lastViewedAt<<=` and the other dates also find what has no such date. */
  datesBeforeIncludeMissing: boolean;
  /** An unrated item is found by `userRating=-1`; otherwise no rating filter but "is not" finds it. */
  missingRatingIsMinusOne: boolean;
  /** Longest request line in bytes before a 414. */
  maxUrlBytes: number;
  /** Item ids in notifications as numbers instead of strings. */
  eventIdsAsNumbers: boolean;
  /** Milliseconds that every answer waits. */
  latencyMs: number;
  /** How far this server's clock is from the machine's. */
  clockOffsetMs: number;
}

export const defaultSwitches: Switches = {
  refuseLargePages: true,
  refuseMissingSize: true,
  trimming: 'obey',
  unstableOrder: true,
  reorderMetadata: true,
  sonic: 'available',
  editAnswer: 'body',
  deleteAnswer: 200,
  foreignMachine: 'refuse',
  datesBeforeIncludeMissing: true,
  missingRatingIsMinusOne: true,
  maxUrlBytes: 8_192,
  eventIdsAsNumbers: false,
  latencyMs: 0,
  clockOffsetMs: 0,
};
