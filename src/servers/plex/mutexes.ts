/** One task at a time per name; others wait in line. */
export const createMutexes = () => {
  const tails = new Map<string, Promise<unknown>>();
  const run = async <T>(name: string, task: () => Promise<T>): Promise<T> => {
    const before = tails.get(name) ?? Promise.resolve();
    const mine = before.then(task, task);
    const tail = mine.catch(() => undefined);
    tails.set(name, tail);
    try {
      return await mine;
    } finally {
      if (tails.get(name) === tail) tails.delete(name);
    }
  };
  return { run };
};
