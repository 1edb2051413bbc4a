import { findDisagreement } from './agreement.ts';
import { checkMemory, createDayBook, historyOf, listsOf, type DayBook } from './book.ts';
import { createDayClock } from './clock.ts';
import { bringBack, perform, takeAway, type Happening } from './happen.ts';
import { startOutside } from './outside.ts';
import { createDayService } from './service.ts';
import { acts, expectAt, isAway, type Outage } from './story.ts';
import { toTime, until } from './until.ts';

const endOfDay = 24 * 60;
const stepMinutes = 10;

export interface PlayedDay extends Pick<DayBook, 'moments' | 'wrongLists' | 'needlessWrites'> {
  /** Every state that the playlist ever had, oldest first. */
  readonly lists: readonly { readonly id: string; readonly trackIds: readonly string[] }[];
  /** Lists of the flow's name at the end. */
  readonly listCount: number;
  /** How often Plex went in the middle of a write. */
  readonly cuts: number;
  /** The picture of the playlist on the server at the end. */
  readonly picture: Uint8Array | undefined;
  readonly lines: readonly Record<string, unknown>[];
}

/** Walks one day in steps of ten minutes, with these outages, and waits at each step until all that can be reached are of one mind. */
export const playDay = async (
  folder: string,
  outages: readonly Outage[],
  env: Readonly<Record<string, string>>,
): Promise<PlayedDay> => {
  const clock = createDayClock();
  const outside = await startOutside(clock);
  const service = createDayService(outside, clock, folder, env);
  const book = createDayBook(outside, outages);
  try {
    await service.start();
    for (const minute of listMinutes(outages)) await live({ outside, service, clock, outages }, book, minute);
    const lists = listsOf(outside);
    return {
      ...book,
      lists: historyOf(outside),
      listCount: lists.length,
      cuts: outside.cuts,
      picture: outside.plex.pictureOf(lists[0]?.id ?? ''),
      lines: service.lines,
    };
  } finally {
    if (service.isRunning) await service.stop();
    await outside.close();
  }
};

const listMinutes = (outages: readonly Outage[]): readonly number[] => {
  const regular = Array.from({ length: endOfDay / stepMinutes }, (_, step) => step * stepMinutes);
  const special = [...acts.map(({ at }) => at), ...outages.flatMap(({ from, to }) => [from, to])];
  return [...new Set([...regular, ...special])].sort((one, other) => one - other);
};

const live = async (day: Happening, book: DayBook, minute: number): Promise<void> => {
  const { outside, service, clock, outages } = day;
  clock.leapTo(minute);
  outside.turn();
  book.open();
  for (const outage of outages) {
    if (outage.to === minute) await bringBack(day, outage);
    if (outage.from === minute) await takeAway(day, outage);
  }
  for (const act of acts) if (act.at === minute) await perform(day, act);
  if (!service.isRunning) return;
  service.ring();
  await agree(day, minute);
  if (outages.some(({ part, to }) => part === 'broker' && to === minute)) await checkMemory(day, minute);
  await book.close(minute, await service.readFlow());
};

const agree = (day: Happening, minute: number): Promise<void> => {
  const { outages, outside } = day;
  const expected = expectAt(minute, outages);
  const home = !isAway('home', minute, outages);
  const broker = !isAway('broker', minute, outages);
  return until(`agreement at ${toTime(minute)}`, () =>
    findDisagreement(day, expected, { home, broker, plex: outside.isPlexThere }),
  );
};
