/** A typed notice board. Listeners are called in the order they came, at once; one that throws does not disturb the others. */
export interface Emitter<Events> {
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void;
  /** Returns the function that ends the subscription; calling it twice does no harm. */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void;
}

/** `onListenerError` hears what listeners throw. */
export const createEmitter = <Events>(
  onListenerError: (error: unknown, name: keyof Events) => void,
): Emitter<Events> => {
  // Each entry is an object of its own, so that one function may be subscribed twice.
  const listeners = new Map<keyof Events, Set<{ readonly call: (event: never) => void }>>();
  return {
    emit(name, event) {
      for (const listener of [...(listeners.get(name) ?? [])]) {
        try {
          listener.call(event as never);
        } catch (error) {
          onListenerError(error, name);
        }
      }
    },
    on(name, listener) {
      const entry = { call: listener };
      const entries = listeners.get(name) ?? new Set();
      listeners.set(name, entries.add(entry));
      return () => void entries.delete(entry);
    },
  };
};
