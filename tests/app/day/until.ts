/** Far more than it takes: the machine may be busy. */
const limitMs = 30_000;
/** Seldom enough to cost little. */
const pollMs = 30;

/** Asks until nothing stands in the way; fails with what was the last to. */
export const until = async (what: string, findObstacle: () => Promise<string | undefined>): Promise<void> => {
  const deadlineMs = performance.now() + limitMs;
  for (;;) {
    const obstacle = await findObstacle();
    if (obstacle === undefined) return;
    if (performance.now() > deadlineMs) throw new Error(`Did not happen: ${what}; ${obstacle}.`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
};

export const toTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
