/** A message as it stands inside `NotificationContainer`. */
export interface Notification {
  readonly type: string;
  readonly [list: string]: unknown;
}

/** Hands messages to whoever listens over HTTP. */
export interface Events {
  subscribe(listener: (notification: Notification) => void): () => void;
  send(notification: Notification): void;
  readonly listeners: number;
}

export function createEvents(): Events {
  const listeners = new Set<(notification: Notification) => void>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send(notification) {
      for (const listener of listeners) listener(notification);
    },
    get listeners() {
      return listeners.size;
    },
  };
}

/** What the server says of an item while it takes it in or throws it away. */
export function timeline(
  state: number,
  item: { key: number; section: string; type: number; title: string; updatedAt: number },
  asNumbers: boolean,
): Notification {
  const entry = {
    identifier: 'com.plexapp.plugins.library',
    sectionID: asNumbers ? Number(item.section) : item.section,
    itemID: asNumbers ? item.key : String(item.key),
    type: state === 9 ? -1 : item.type,
    title: item.title,
    state,
    metadataState: state === 9 ? 'deleted' : 'created',
    updatedAt: item.updatedAt,
  };
  return { type: 'timeline', size: 1, TimelineEntry: [entry] };
}
