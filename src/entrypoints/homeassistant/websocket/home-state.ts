import type { HomeVerdict } from '../../../core/flow/decision.ts';
import type { HomeRule, HomeStates } from '../../../core/flow/home-rule.ts';
import { createHomeJudge, listHomeEntities, type HomeJudgement } from '../../../core/flow/home-rules.ts';
import { quietHome } from '../../../core/flow/decision.ts';
import type { Clock, EventBus, Home } from '../../../operations/house.ts';

export type Place = NonNullable<Home['place']>;

export interface HomeStateOptions {
  readonly rules: readonly HomeRule[];
  /** As configured; it counts before what Home Assistant says. */
  readonly place: Place | undefined;
  /** Is there a Home Assistant to listen to? */
  readonly configured: boolean;
  readonly clock: Clock;
  readonly events: EventBus;
  /** How long the last judgement stays while Home Assistant is silent; by default five minutes, in which it can restart. */
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
  /** Ends the waiting for `for:`; a later note begins it again. */
  stop(): void;
}

const defaultPatienceMs = 5 * 60_000;
/** A timer does not count the time that the machine sleeps, so it looks at the clock now and then. */
const longestWaitMs = 30_000;

/**
 * The home in memory, ready before anybody is connected. Tells the house (`home-changed`) when it asks for something else, when Home Assistant comes
 * or goes, and when a `for:` has passed. While Home Assistant is silent for a moment the last judgement stays, so that its restart changes nothing.
 */
export const createHomeState = (options: HomeStateOptions): HomeState => {
  const { rules, clock, events, configured, patienceMs = defaultPatienceMs } = options;
  const entityIds = listHomeEntities(rules);
  /** One of each: the flows that rules name, and any other flow. */
  const audiences = [...new Set(rules.map(({ playlist }) => playlist ?? ''))];
  let judge = createHomeJudge(rules);
  let states: HomeStates | undefined;
  let judgement: HomeJudgement | undefined;
  let connected = false;
  let lostAtMs: number | undefined;
  let toldPlace: Place | undefined;
  let timer: NodeJS.Timeout | undefined;
  const place = (): Place | undefined => options.place ?? toldPlace;
  const describe = (): string =>
    JSON.stringify([connected, place(), judgement?.missing, audiences.map((audience) => judgement?.byFlow(audience))]);
  let told = describe();

  /** Whatever was true before too long a silence has to prove itself anew. */
  const forget = (): void => {
    if (lostAtMs === undefined || clock.now() < lostAtMs + patienceMs) return;
    judge = createHomeJudge(rules);
    judgement = undefined;
    states = undefined;
    lostAtMs = undefined;
  };
  const dueAtMs = (): number | undefined => {
    if (connected) return judgement?.recheckAtMs;
    return lostAtMs === undefined ? undefined : lostAtMs + patienceMs;
  };
  const arm = (): void => {
    clearTimeout(timer);
    const atMs = dueAtMs();
    if (atMs === undefined) return;
    timer = setTimeout(update, Math.min(Math.max(atMs - clock.now(), 0), longestWaitMs));
    timer.unref();
  };
  const update = (): void => {
    forget();
    if (connected && states !== undefined) judgement = judge.judge(states, clock.now());
    arm();
    const now = describe();
    if (now === told) return;
    told = now;
    events.emit('home-changed', { connected });
  };
  /** The clock may have passed what the timer still waits for. */
  const updateIfDue = (): void => {
    const atMs = dueAtMs();
    if (atMs !== undefined && clock.now() >= atMs) update();
  };

  const home: Home = {
    get connected() {
      return configured ? connected : undefined;
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
      update();
    },
    notePlace(next) {
      toldPlace = next;
      update();
    },
    stop() {
      clearTimeout(timer);
    },
  };
};
