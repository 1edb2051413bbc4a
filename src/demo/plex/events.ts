/** A message as it stands inside `NotificationContainer`. */
export interface Notification {
  readonly type: string;
  readonly [list: string]: unknown;
}

export interface EventListener {
  send(notification: Notification): void;
  /** A message as it stands, sense or nonsense; bytes go out as such where the way allows. */
  sendRaw(message: string | Buffer): void;
  hangUp(): void;
}

/** Hands messages to whoever listens, by server-sent events or WebSocket. */
export interface Events {
  /** Gives the way to stop. */
  subscribe(listener: EventListener): () => void;
  send(notification: Notification): void;
  sendRaw(message: string | Buffer): void;
  /** Cuts every connection, as a restart of the server would. */
  drop(): void;
  readonly listeners: number;
}

export function createEvents(): Events {
  const listeners = new Set<EventListener>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send(notification) {
      for (const listener of listeners) listener.send(notification);
    },
    sendRaw(message) {
      for (const listener of listeners) listener.sendRaw(message);
    },
    drop() {
      for (const listener of [...listeners]) listener.hangUp();
      listeners.clear();
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
