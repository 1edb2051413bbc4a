import { describeError, HarmoniqError } from '../../../lib/errors.ts';
import type { HomeStates } from '../../../core/flow/home-rule.ts';
import { sleep, withTimeout } from '../../../lib/lifecycle.ts';
import type { Logger } from '../../../lib/logger.ts';
import { createEntityFeed } from './entity-feed.ts';
import { readHomeFacts, type HomeFacts } from './home-config.ts';
import type { HomeConnection } from './home-connection.ts';
import type { HomeState } from './home-state.ts';
import type { HomeTiming } from './home-timing.ts';

export interface HomeSessionOptions {
  readonly state: HomeState;
  readonly timing: HomeTiming;
  readonly logger: Logger;
  /** Home Assistant itself has answered, and told about itself. */
  readonly onFacts: (facts: HomeFacts) => void;
  /** Hears every event `harmoniq_command`; undefined = commands are off. */
  readonly onCommand: ((event: unknown) => void) | undefined;
  /** Says a thing once in the life of the link. */
  readonly warnOnce: (key: string, reason: string, message: string) => void;
}

const commandEvent = 'harmoniq_command';

/** Makes one connection useful: settles when everything that is to be heard is heard. Rejects when it is of no use; the caller ends it. */
export const openHomeSession = async (
  connection: HomeConnection,
  options: HomeSessionOptions,
  signal: AbortSignal,
): Promise<HomeFacts> => {
  const facts = await readHomeFacts(connection);
  options.state.notePlace(facts.place);
  options.onFacts(facts);
  await hearCommands(connection, options);
  if (facts.starting) await waitUntilStarted(connection, options, signal);
  await followEntities(connection, options);
  options.state.noteConnected(true);
  return facts;
};

const hearCommands = async (connection: HomeConnection, options: HomeSessionOptions): Promise<void> => {
  const { onCommand } = options;
  if (onCommand === undefined) return;
  const message = { type: 'subscribe_events', event_type: commandEvent };
  try {
    await connection.subscribe(message, `to tell of the event ${commandEvent}`, onCommand);
  } catch (error) {
    if (!(error instanceof HarmoniqError) || error.code !== 'unauthorized') throw error;
    options.warnOnce('commands', describeError(error), `The event ${commandEvent} cannot be heard`);
  }
};

/** Entities that are not restored yet would look as if the home had changed. */
const waitUntilStarted = async (
  connection: HomeConnection,
  { state, timing, logger }: HomeSessionOptions,
  signal: AbortSignal,
): Promise<void> => {
  state.expect(timing.startingLimitMs + timing.answerMs);
  logger.info('Home Assistant is starting; its entities count when it is ready');
  const deadlineMs = performance.now() + timing.startingLimitMs;
  do {
    await sleep(timing.startingPollMs, signal);
    if (!(await readHomeFacts(connection)).starting) return;
  } while (performance.now() < deadlineMs);
};

/** The form of an entity id (Home Assistant, `core.valid_entity_id`); one that is none would make it refuse all. */
const entityId = /^[a-z0-9_]+\.[a-z0-9_]+$/;

const followEntities = async (connection: HomeConnection, options: HomeSessionOptions): Promise<void> => {
  const { state } = options;
  const wanted = state.entityIds.filter((id) => entityId.test(id));
  // An empty list would mean all of them.
  const states = wanted.length === 0 ? new Map() : await hearKnownEntities(connection, wanted, options);
  state.note(states);
  const missing = state.entityIds.filter((id) => !states.has(id));
  if (missing.length === 0) return;
  options.warnOnce(
    `missing ${missing.join(' ')}`,
    missing.join(', '),
    'Home Assistant does not have all entities that home rules name; rules about them stay silent',
  );
};

/** An id that Home Assistant takes for none must not cost us the rest of the connection. */
const hearKnownEntities = async (
  connection: HomeConnection,
  wanted: readonly string[],
  options: HomeSessionOptions,
): Promise<HomeStates> => {
  try {
    return await hearEntities(connection, wanted, options);
  } catch (error) {
    if (!isRefusedForm(error)) throw error;
    options.warnOnce('entities', describeError(error), 'Home rules cannot be followed: check their entity ids');
    return new Map();
  }
};

/** Home Assistant's schema said no, and will again. */
const isRefusedForm = (error: unknown): boolean =>
  error instanceof HarmoniqError &&
  typeof error.cause === 'object' &&
  error.cause !== null &&
  'code' in error.cause &&
  error.cause.code === 'invalid_format';

/** Settles with what the entities are now; whatever changes later goes to the state of the home. */
const hearEntities = async (
  connection: HomeConnection,
  wanted: readonly string[],
  { state, timing, warnOnce }: HomeSessionOptions,
): Promise<HomeStates> => {
  const feed = createEntityFeed();
  const first = Promise.withResolvers<void>();
  let complete = false;
  await connection.subscribe({ type: 'subscribe_entities', entity_ids: wanted }, 'to tell of entities', (event) => {
    if (!feed.apply(event))
      return warnOnce(
        'form',
        'Another version of Home Assistant?',
        'Entities were told in an unknown form and not heard',
      );
    first.resolve();
    if (complete) state.note(feed.states);
  });
  await withTimeout(Promise.race([first.promise, connection.lost]), timing.answerMs, 'Telling the entities');
  complete = true;
  return feed.states;
};
