const smallest = 50;
const largest = 1_000;
const pagesBeforeGrowth = 4;

/** How many rows to ask for: halved when the server could not deliver, restored slowly. */
export const createPageSize = (wanted: number) => {
  const goal = Math.max(1, Math.min(wanted, largest));
  let current = goal;
  let goodPages = 0;
  return {
    get current(): number {
      return current;
    },
    /** false when it cannot get any smaller. */
    shrink(): boolean {
      goodPages = 0;
      const next = Math.max(Math.min(smallest, goal), Math.floor(current / 2));
      const shrank = next < current;
      current = next;
      return shrank;
    },
    succeed(): void {
      goodPages += 1;
      if (current < goal && goodPages >= pagesBeforeGrowth) {
        current = Math.min(goal, Math.ceil(current * 1.5));
        goodPages = 0;
      }
    },
  };
};
export type PageSize = ReturnType<typeof createPageSize>;
