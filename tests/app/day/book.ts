import { createTopics } from '../../../src/entrypoints/homeassistant/topics.ts';
import type { FlowSummary } from '../../../src/operations/flow/flow-summary.ts';
import type { Scene } from './agreement.ts';
import { createMusicJudge } from './music.ts';
import type { Outside } from './outside.ts';
import { flowTitle } from './service.ts';
import { acts, isAway, wantedTags, type Outage } from './story.ts';
import { toTime, until } from './until.ts';

/** How the flow stood at a minute at which all was there. */
export interface Moment {
  readonly minute: number;
  readonly window: string | undefined;
  readonly by: string;
  readonly why: string;
  readonly option: string | undefined;
  readonly nextChangeAtMs: number | undefined;
}

export interface DayBook {
  readonly moments: readonly Moment[];
  /** Lists whose tracks did not carry what they should: time, window and the largest share that did. */
  readonly wrongLists: readonly string[];
  /** When the playlist was written to although nothing asked for it. */
  readonly needlessWrites: readonly string[];
  /** Before anything happens at a step. */
  open(): void;
  /** When all are of one mind. */
  close(minute: number, flow: FlowSummary): Promise<void>;
}

export const listsOf = ({ plex }: Outside) => plex.playlists.filter(({ title }) => title === flowTitle);

/** Every state that the playlist ever had, oldest first. */
export const historyOf = ({ plex }: Outside) => plex.playlistLog.filter(({ title }) => title === flowTitle);

/** Nothing went or came at this minute, and nothing is away. */
const isCalm = (minute: number, outages: readonly Outage[]): boolean =>
  !outages.some(({ from, to }) => from <= minute && minute <= to) && !acts.some((act) => act.at === minute);

export const createDayBook = (outside: Outside, outages: readonly Outage[]): DayBook => {
  const judge = createMusicJudge(outside.plex);
  const moments: Moment[] = [];
  const wrongLists: string[] = [];
  const needlessWrites: string[] = [];
  let writes = 0;
  let tracks = '';
  let window: string | undefined;

  const judgeList = async (minute: number, { publishedWindow }: FlowSummary): Promise<void> => {
    const trackIds = listsOf(outside)[0]?.trackIds ?? [];
    if (trackIds.join() === tracks) return;
    tracks = trackIds.join();
    // One that was completed on behalf of a run that is no more has no window's name, but is of one all the same.
    const kinds = publishedWindow === undefined ? Object.values(wantedTags) : [wantedTags[publishedWindow] ?? /^$/];
    const shares = await Promise.all(kinds.map((words) => judge.shareOf(trackIds, words)));
    const share = Math.max(...shares);
    if (!(share >= 0.95)) wrongLists.push(`${toTime(minute)} ${publishedWindow} ${share}`);
  };

  return {
    moments,
    wrongLists,
    needlessWrites,
    open() {
      writes = historyOf(outside).length;
    },
    async close(minute, flow) {
      const { activeWindow, by, why, manual, nextChangeAtMs } = flow;
      if (!outages.some(({ part }) => isAway(part, minute, outages)))
        moments.push({ minute, window: activeWindow, by, why, option: manual, nextChangeAtMs });
      if (isAway('plex', minute, outages)) return;
      const written = historyOf(outside).length > writes;
      if (written && activeWindow === window && isCalm(minute, outages)) needlessWrites.push(toTime(minute));
      window = activeWindow;
      await judgeList(minute, flow);
    },
  };
};

/** A broker that forgot everything remembers, asked anew, all that it was told since. */
export const checkMemory = async ({ outside, service }: Scene, minute: number): Promise<void> => {
  const { root, discovery } = createTopics(service.config);
  const { broker } = outside;
  await until(`the memory of the broker at ${toTime(minute)}`, async () => {
    const retained = await broker.readRetained();
    const told = new Map(
      broker.messages
        .filter(({ topic, retain }) => retain && (topic === discovery || topic.startsWith(`${root}/`)))
        .map(({ topic, payload }) => [topic, payload]),
    );
    if (!told.has(discovery)) return 'no device';
    return [...told.keys()].find((topic) => retained.get(topic) !== told.get(topic));
  });
};
