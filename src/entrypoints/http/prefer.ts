/** Asked to answer early; then this long is waited for the result itself unless the request says otherwise. */
const defaultWaitMs = 2_000;
const longestWaitMs = 60_000;

/**
 * `Prefer: respond-async, wait=2` (RFC 7240): how long the answer may wait for the result. undefined = as long as it takes.
 */
export const readWait = (prefer: string | undefined): number | undefined => {
  const parts = (prefer ?? '').split(',').map((part) => part.trim().toLowerCase());
  if (!parts.includes('respond-async')) return undefined;
  const wait = parts.map((part) => /^wait=(\d{1,4})$/.exec(part)?.[1]).find((value) => value !== undefined);
  return wait === undefined ? defaultWaitMs : Math.min(Number(wait) * 1_000, longestWaitMs);
};

/**
 * The result or error of the work if it comes in time, else `accepted`; the work then goes on, and `onLateFailure` hears of its failure.
 */
export const answerInTime = async (
  work: Promise<unknown>,
  waitMs: number | undefined,
  onLateFailure: (error: unknown) => void,
): Promise<'accepted' | { readonly answer: unknown }> => {
  const done = work.then((answer) => ({ answer }));
  if (waitMs === undefined) return done;
  let timer: NodeJS.Timeout | undefined;
  const alarm = new Promise<'accepted'>((resolve) => {
    timer = setTimeout(() => resolve('accepted'), waitMs);
  });
  const first = await Promise.race([done, alarm]).finally(() => clearTimeout(timer));
  if (first === 'accepted') void done.catch(onLateFailure);
  return first;
};
