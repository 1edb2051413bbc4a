import { createTopics } from '../../../src/entrypoints/homeassistant/topics.ts';
import { settle } from '../../entrypoints/homeassistant/websocket/home-scene.ts';
import { findDisagreement, type Reachable, type Scene } from './agreement.ts';
import { createDayClock, type DayClock } from './clock.ts';
import { createMusicJudge } from './music.ts';
import { startOutside, type Outside } from './outside.ts';
import { createDayService, flowTitle, type DayService } from './service.ts';
import { acts, expectAt, isAway, mode, people, wantedTags, type Act, type Outage } from './story.ts';

const endOfDay = 24 * 60;
const stepMinutes = 10;
/** Far more than it takes: the machine may be busy. */
const limitMs = 30_000;
/** Seldom enough to cost little. */
const pollMs = 30;

/** How the flow stood at a minute at which all was there. */
export interface Moment {
  readonly minute: number;
  readonly window: string | undefined;
  readonly by: string;
  readonly why: string;
  readonly option: string | undefined;
  readonly nextChangeAtMs: number | undefined;
}

export interface PlayedDay {
  readonly moments: readonly Moment[];
  /** Every state that the playlist ever had, oldest first. */
  readonly lists: readonly { readonly id: string; readonly kind: string; readonly trackIds: readonly string[] }[];
  /** Windows of the lists whose tracks did not carry what they should, with the share that did. */
  readonly wrongLists: readonly string[];
  /** Lists of the flow's name at the end. */
  readonly listCount: number;
  readonly lines: readonly Record<string, unknown>[];
  /** How often the playlist was written to in steps at which nothing was to change. */
  readonly needlessWrites: readonly string[];
  /** The picture of the playlist on the server at the end. */
  readonly picture: Uint8Array | undefined;
}

/** Walks one day in steps of ten minutes, with these outages, and waits at each step until all that can be reached are of one mind. */
export const playDay = async (
  folder: string,
  outages: readonly Outage[],
  env: Readonly<Record<string, string>> = {},
): Promise<PlayedDay> => {
  const clock = createDayClock();
  const outside = await startOutside(clock);
  const service = createDayService(outside, clock, folder, env);
  try {
    await service.start();
    return await walk({ outside, service, clock, outages });
  } finally {
    if (service.isRunning) await service.stop();
    await outside.close();
  }
};

interface Walk extends Scene {
  readonly outside: Outside;
  readonly service: DayService;
  readonly clock: DayClock;
  readonly outages: readonly Outage[];
}

const walk = async (day: Walk): Promise<PlayedDay> => {
  const { outside, service, clock, outages } = day;
  const judge = createMusicJudge(outside.plex);
  const moments: Moment[] = [];
  const wrongLists: string[] = [];
  const needlessWrites: string[] = [];
  let seen = '';
  let window: string | undefined;
  for (const minute of listMinutes(outages)) {
    clock.leapTo(minute);
    outside.turn();
    const writes = countListStates(outside);
    for (const outage of outages) {
      if (outage.to === minute) await bringBack(day, outage);
      if (outage.from === minute) await takeAway(day, outage);
    }
    for (const act of acts) if (act.at === minute) await perform(day, act);
    if (!service.isRunning) continue;
    service.ring();
    await agree(day, minute);

    if (outages.some(({ part, to }) => part === 'broker' && to === minute)) await checkMemory(day, minute);
    const isWhole = !outages.some(({ part }) => isAway(part, minute, outages));
    const flow = await service.readFlow();
    if (isWhole) moments.push(toMoment(minute, flow));
    const tracks = listsOf(outside)[0]?.trackIds ?? [];
    if (isAway('plex', minute, outages)) continue;
    const quiet = flow.activeWindow === window && !acts.some((act) => act.at === minute) && wasWhole(minute, outages);
    if (quiet && countListStates(outside) !== writes) needlessWrites.push(toTime(minute));
    window = flow.activeWindow;
    if (tracks.join() === seen) continue;
    seen = tracks.join();
    const share = await judge.shareOf(tracks, wantedTags[flow.publishedWindow ?? ''] ?? /^$/);
    if (!(share >= 0.95)) wrongLists.push(`${toTime(minute)} ${flow.publishedWindow} ${share}`);
  }
  const ids = new Set(listsOf(outside).map(({ id }) => id));
  return {
    moments,
    wrongLists,
    needlessWrites,
    picture: outside.plex.pictureOf([...ids][0] ?? ''),
    listCount: ids.size,
    lists: outside.plex.playlistLog.filter(({ title }) => title === flowTitle),
    lines: service.lines,
  };
};

const listMinutes = (outages: readonly Outage[]): readonly number[] => {
  const regular = Array.from({ length: endOfDay / stepMinutes }, (_, step) => step * stepMinutes);
  const special = [...acts.map(({ at }) => at), ...outages.flatMap(({ from, to }) => [from, to])];
  return [...new Set([...regular, ...special])].sort((one, other) => one - other);
};

const listsOf = ({ plex }: Outside) => plex.playlists.filter(({ title }) => title === flowTitle);
const countListStates = ({ plex }: Outside): number =>
  plex.playlistLog.filter(({ title }) => title === flowTitle).length;

/** Nothing went or came at this minute, and nothing is away. */
const wasWhole = (minute: number, outages: readonly Outage[]): boolean =>
  !outages.some(({ from, to }) => from <= minute && minute <= to);

const takeAway = async ({ outside, service }: Walk, outage: Outage): Promise<void> => {
  const { part, beforeWrite } = outage;
  if (part === 'service') return service.stop();
  const noticed = (): number => service.lines.filter(({ msg }) => msg === complaints[part]).length;
  const before = noticed();
  await outside.goAway(outage);
  if (!service.isRunning || beforeWrite !== undefined) return;
  // Minutes pass at once here; who is away for minutes is missed.
  await until(`${part} is missed`, async () => (noticed() > before ? undefined : 'nobody noticed'));
};

/** A broker that forgot everything remembers, asked anew, all that it was told since. */
const checkMemory = async ({ outside, service }: Walk, minute: number): Promise<void> => {
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

const complaints = {
  home: 'Home Assistant is not heard, trying again',
  broker: 'MQTT is not available, trying again',
  plex: 'The media server cannot be used',
} as const;

const bringBack = async ({ outside, service }: Walk, outage: Outage): Promise<void> => {
  if (outage.part === 'service') return service.start();
  await outside.comeBack(outage);
  if (outage.part !== 'home') return;
  const before = service.isRunning ? await service.readFlow() : undefined;
  // Long enough to be heard, and to be misunderstood.
  await settle();
  if (before !== undefined && (await service.readFlow()).activeWindow !== before.activeWindow)
    throw new Error('The window changed while Home Assistant was starting.');
  outside.finishStarting();
};

/** By whatever way is open: the select, Home Assistant's bus, else the page. */
const perform = async (day: Walk, act: Act): Promise<void> => {
  const { outside, service, clock } = day;
  if ('mode' in act) return outside.home.setState(mode, act.mode, undefined, clock.now());
  if ('people' in act) return outside.home.setState(people, String(act.people), undefined, clock.now());
  const { recipeId } = await service.readFlow();
  const topics = createTopics(service.config);
  const send = async (key: string, payload: string, command: string, data: object): Promise<void> => {
    if (isAway('broker', act.at, day.outages)) outside.home.fire('harmoniq_command', { command, ...data });
    else await outside.broker.publish(topics.command(`${recipeId}_${key}`), payload);
  };
  if ('choose' in act) return send('flow_window', act.choose, 'choose-window', { window: act.choose });
  if ('follow' in act) return send('follow_home', act.follow ? 'ON' : 'OFF', 'set-flow', { followsHome: act.follow });
  const before = listsOf(outside)[0]?.trackIds.join();
  await send('refresh_flow', 'PRESS', 'refresh-flow', {});
  await until('another draw', async () => (listsOf(outside)[0]?.trackIds.join() === before ? 'none yet' : undefined));
};

const agree = async (day: Walk, minute: number): Promise<void> => {
  const { outages } = day;
  const expected = expectAt(minute, outages);
  const reachable: Reachable = {
    home: !isAway('home', minute, outages),
    broker: !isAway('broker', minute, outages),
    plex: !isAway('plex', minute, outages),
  };
  await until(`agreement at ${toTime(minute)}`, () => findDisagreement(day, expected, reachable));
};

const until = async (what: string, findObstacle: () => Promise<string | undefined>): Promise<void> => {
  const deadlineMs = performance.now() + limitMs;
  for (;;) {
    const obstacle = await findObstacle();
    if (obstacle === undefined) return;
    if (performance.now() > deadlineMs) throw new Error(`Did not happen: ${what}; ${obstacle}.`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
};

const toMoment = (
  minute: number,
  { activeWindow, by, why, manual, nextChangeAtMs }: Awaited<ReturnType<DayService['readFlow']>>,
): Moment => ({ minute, window: activeWindow, by, why, option: manual, nextChangeAtMs });

const toTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
