/** Rows per transaction on the main thread: small enough to leave the event loop free. */
export const sliceSize = 250;

export const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
