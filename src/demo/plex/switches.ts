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
  /** `partial`: the analysis is under way; two tracks in five are done. `unauthorized`: done, but the account has no Plex Pass. */
  sonic: 'available' | 'partial' | 'unauthorized' | 'not-analysed';
  /** How a neighbour's distance is told; `trimmed` = left out of answers that shall have only some fields, even where it is one of them. */
  distances: 'number' | 'text' | 'trimmed' | 'absent';
  /** What a renamed playlist answers: 200 with the playlist, or 204 with nothing. */
  editAnswer: 'body' | 'empty';
  deleteAnswer: 200 | 204;
  /** A playlist address that names another server. */
  foreignMachine: 'refuse' | 'none-added';
  /** `lastViewedAt<<=` and the other dates also find what has no such date. */
  datesBeforeIncludeMissing: boolean;
  /** An unrated item is found by `userRating=-1`; otherwise no rating filter but "is not" finds it. */
  missingRatingIsMinusOne: boolean;
  /** Where pictures of playlists are dealt with. */
  posters: 'both' | 'metadata' | 'playlists' | 'none';
  /** An uploaded picture is shown at once; otherwise it must be chosen. */
  selectsUploads: boolean;
  /** How true and false are written in lists of pictures. */
  flags: 'boolean' | 'number' | 'text';
  /** The play log obeys `viewedAt>`, its order, or neither. */
  historyQuery: 'obey' | 'no-filter' | 'no-order' | 'ignore';
  /** The play log says how long it is. */
  historyTotals: boolean;
  /** Ids in the play log as numbers instead of strings, or in `key` alone. */
  historyIds: 'text' | 'number' | 'key-only';
  /** What other accounts than the owner's see of the play log and of sessions. */
  guestHistory: 'own' | 'refused' | 'empty';
  /** Which ways there are to notifications. */
  notifications: 'both' | 'stream-only' | 'socket-only' | 'none';
  /** Whether a WebSocket's pings are answered. */
  answersPings: boolean;
  /** Server-sent events come in a `NotificationContainer`, or bare. */
  streamEnvelope: boolean;
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
  distances: 'number',
  editAnswer: 'body',
  deleteAnswer: 200,
  foreignMachine: 'refuse',
  datesBeforeIncludeMissing: true,
  missingRatingIsMinusOne: true,
  posters: 'both',
  selectsUploads: true,
  flags: 'boolean',
  historyQuery: 'obey',
  historyTotals: true,
  historyIds: 'text',
  guestHistory: 'own',
  notifications: 'both',
  answersPings: true,
  streamEnvelope: true,
  maxUrlBytes: 8_192,
  eventIdsAsNumbers: false,
  latencyMs: 0,
  clockOffsetMs: 0,
};
