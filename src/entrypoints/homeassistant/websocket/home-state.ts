import type { HomeVerdict } from '../../../core/flow/decision.ts';
import type { HomeRule, HomeStates } from '../../../core/flow/home-rule.ts';
import type { FlowWindows } from '../../../core/flow/home-verdict.ts';
import { createHomeJudge, listHomeEntities, type HomeJudgement } from '../../../core/flow/home-rules.ts';
import { quietHome } from '../../../core/flow/decision.ts';
import type { Clock, EventBus, Home } from '../../../operations/house.ts';
import { createAlarm } from './alarm.ts';

export type Place = NonNullable<Home['place']>;

export interface HomeStateOptions {
  readonly rules: readonly HomeRule[];
  /** Names of the windows of each flow; a rule asks nothing of a flow that lacks its window. */
  readonly windows?: FlowWindows | undefined;
  /** As configured; it counts before what Home Assistant says. */
  readonly place: Place | undefined;
  /** Is there a Home Assistant to listen to? */
  readonly configured: boolean;
  readonly clock: Clock;
  readonly events: EventBus;
  /** How long the last judgement stays while Home Assistant is silent; by default ten minutes, in which even a small machine restarts it. */
  readonly patienceMs?: number | undefined;
}

/** What is known of the home, kept in memory: the link writes it, the house reads it. */
export interface HomeState {
  readonly home: Home;
  /** Entities that rules name; the only ones anybody needs to listen to. */
  readonly entityIds: readonly string[];
  /** All entities the rules name, as Home Assistant has them now. */
  note(states: HomeStates): void;
  /** Home Assistant is heard (no longer). */
  noteConnected(connected: boolean): void;
  /** Where Home Assistant says the house stands. */
  notePlace(place: Place | undefined): void;
  /** Home Assistant is about to be heard, within this time if at all; counts until it was heard once. */
  expect(withinMs: number): void;
  /** Ends the waiting for `for:`; a later note begins it again. */
  stop(): void;
}

const everyWindow: FlowWindows = new Map();
const defaultPatienceMs = 10 * 60_000;

/**
 * The home in memory, ready before anybody is connected. Tells the house (`home-changed`) when it asks for something else, when Home Assistant comes
 * or goes, and when a `for:` has passed. While Home Assistant is silent for a moment the last judgement stays, so that its restart changes nothing.
 */
export const createHomeState = (options: HomeStateOptions): HomeState => {
  const { rules, windows = everyWindow, clock, events, configured, patienceMs = defaultPatienceMs } = options;
  const entityIds = listHomeEntities(rules);
  /** One of each: the flows that are known or that rules name, and any other flow. */
  const audiences = [...new Set([...rules.map(({ playlist }) => playlist ?? ''), ...windows.keys()])];
  let judge = createHomeJudge(rules, windows);
  let states: HomeStates | undefined;
  let judgement: HomeJudgement | undefined;
  let connected = false;
  let lostAtMs: number | undefined;
  /** Set only before it was heard once, and only if it has anything to say. */
  let awaitedUntilMs: number | undefined;
  let heard = false;
  let toldPlace: Place | undefined;
  const place = (): Place | undefined => options.place ?? toldPlace;
  const isAwaited = (): boolean => awaitedUntilMs !== undefined && clock.now() < awaitedUntilMs;
  const describe = (): string =>
    JSON.stringify([
      connected,
      isAwaited(),
      place(),
      judgement?.missing,
      audiences.map((audience) => judgement?.byFlow(audience)),
    ]);
  let told = describe();

  /** Whatever was true before too long a silence has to prove itself anew. */
  const forget = (): void => {
    if (lostAtMs === undefined || clock.now() < lostAtMs + patienceMs) return;
    judge = createHomeJudge(rules, windows);
    judgement = undefined;
    states = undefined;
    lostAtMs = undefined;
  };
  const dueAtMs = (): number | undefined => {
    if (connected) return judgement?.recheckAtMs;
    return lostAtMs === undefined ? awaitedUntilMs : lostAtMs + patienceMs;
  };
  const update = (heardThroughout = true): void => {
    forget();
    if (!isAwaited()) awaitedUntilMs = undefined;
    if (connected && states !== undefined) judgement = judge.judge(states, clock.now(), heardThroughout);
    alarm.set(dueAtMs());
    const now = describe();
    if (now === told) return;
    told = now;
    events.emit('home-changed', { connected });
  };
  const alarm = createAlarm(clock, () => update());
  /** The clock may have passed what the alarm still waits for. */
  const updateIfDue = (): void => {
    const atMs = dueAtMs();
    if (atMs !== undefined && clock.now() >= atMs) update();
  };

  const home: Home = {
    get connected() {
      return configured ? connected : undefined;
    },
    get awaited() {
      updateIfDue();
      return isAwaited();
    },
    judge(recipeId): HomeVerdict {
      updateIfDue();
      return judgement?.byFlow(recipeId) ?? quietHome;
    },
    get missingEntities() {
      return connected ? (judgement?.missing ?? []) : [];
    },
    get place() {
      return place();
    },
  };
  return {
    home,
    entityIds,
    note(next) {
      forget();
      states = next;
      update();
    },
    noteConnected(flag) {
      if (flag === connected) return;
      forget();
      connected = flag;
      lostAtMs = flag ? undefined : clock.now();
      heard ||= flag;
      if (flag) awaitedUntilMs = undefined;
      update(false);
    },
    notePlace(next) {
      toldPlace = next;
      update();
    },
    expect(withinMs) {
      if (heard || (rules.length === 0 && options.place !== undefined)) return;
      const begins = !isAwaited() && withinMs > 0;
      awaitedUntilMs = clock.now() + withinMs;
      // Only the end of the waiting is news.
      if (begins) told = describe();
      update();
    },
    stop() {
      awaitedUntilMs = undefined;
      alarm.set(undefined);
    },
  };
};
