import type { Config } from '../../config/schema.ts';
import { listSecrets } from '../../config/schema.ts';
import type { House, HouseEvents } from '../../operations/house.ts';
import { describeError } from '../../lib/errors.ts';
import { withTimeout, type Component } from '../../lib/lifecycle.ts';
import type { Logger } from '../../lib/logger.ts';
import { createRedactor } from '../../lib/redact.ts';
import type { ResolveBroker } from './broker-answer.ts';
import { createCommandDesk, type FindOperation } from './commands.ts';
import { stayConnected } from './connection.ts';
import { buildDiscovery, nameDevice } from './discovery.ts';
import type { Entity } from './entity.ts';
import { createPictureDrawer } from './draw-picture.ts';
import { listFlowEntities } from './flow-entities.ts';
import { createGatherer } from '../gather.ts';
import { houseEntities, runFinishedKey } from './house-entities.ts';
import { listPlaylistEntities } from './playlist-entities.ts';
import { createSession, offline, type Rendered, type Session } from './session.ts';
import { readSnapshot, type ReadFlows } from './snapshot.ts';
import { listPictures, renderRunFinished, renderStates } from './state.ts';
import { defaultTiming, type BridgeTiming } from './timing.ts';
import { createTopics } from './topics.ts';

export interface BridgeOptions {
  readonly house: House;
  readonly findOperation: FindOperation;
  readonly config: Config;
  readonly version: string;
  readonly resolveBroker: ResolveBroker;
  readonly logger: Logger;
  /** Where people find help; shown beside the device. */
  readonly supportUrl?: string | undefined;
  readonly timing?: Partial<BridgeTiming> | undefined;
  readonly readFlows?: ReadFlows | undefined;
}

/** Events after which an entity may look different. */
const telling: readonly (keyof HouseEvents)[] = [
  'run-started',
  'run-finished',
  'cycle-started',
  'cycle-finished',
  'sync-started',
  'sync-finished',
  'sync-failed',
  'server-state',
  'schedule-changed',
  'missing-changed',
  'flow-changed',
  'home-changed',
  'playing-changed',
];

/** All entities of one instance; a disabled recipe has none. */
export const listEntities = (house: Pick<House, 'recipes'>, instanceId: string): readonly Entity[] => [
  ...houseEntities,
  ...house.recipes
    .filter((recipe) => recipe.enabled)
    .flatMap((recipe) => listPlaylistEntities(recipe, nameDevice(instanceId))),
  ...listFlowEntities(house.recipes, nameDevice(instanceId)),
];

/** What runs when the service stops gets this long to end tidily, so that its last state is still shown. */
const windDownMs = 800;
const connectTimeoutMs = 10_000;

const toClientId = (instanceId: string): string => `harmoniq_${instanceId}`;

/**
 * The Home Assistant door. `start` returns at once and keeps trying to reach the broker; it throws `config-invalid` only when the configured topics
 * contradict each other. `stop` publishes "offline".
 */
export const createHomeAssistantBridge = (options: BridgeOptions): Component => {
  let parts: ReturnType<typeof createParts> | undefined;
  return {
    name: 'home assistant',
    async start() {
      parts = createParts(options);
      parts.start();
    },
    async stop() {
      await parts?.stop();
      parts = undefined;
    },
  };
};

const createParts = (options: BridgeOptions) => {
  const { house, config, logger, resolveBroker } = options;
  const { instanceId } = config;
  const timing: BridgeTiming = { ...defaultTiming, ...options.timing };
  const topics = createTopics(config);
  const entities = listEntities(house, instanceId);
  const discovery = buildDiscovery(entities, { instanceId, ...pickIdentity(options) }, topics);
  const redact = createRedactor(listSecrets(config));
  const stopping = new AbortController();
  const echoes = new Set<string>();
  let session: Session | undefined;
  let connection: Promise<void> = Promise.resolve();

  const { findOperation } = options;
  const render = async (): Promise<Rendered> => {
    const snapshot = await readSnapshot(house, stopping.signal, options.readFlows);
    return {
      states: renderStates(entities, snapshot, topics, redact),
      pictures: listPictures(entities, snapshot, topics),
    };
  };
  const drawPicture = createPictureDrawer(house, findOperation, stopping.signal, logger);
  const update = async (): Promise<void> => {
    const echo = new Set(echoes);
    echoes.clear();
    try {
      await session?.update(echo);
    } catch (error) {
      logger.debug({ reason: describeError(error) }, 'Home Assistant was not updated');
    }
  };
  const updates = createGatherer(update, timing.gatherMs);
  const desk = createCommandDesk({
    house,
    findOperation,
    entities,
    topics,
    timing,
    logger,
    onSettled: (key) => {
      echoes.add(key);
      updates.poke();
    },
  });
  const announceRun = (event: HouseEvents['run-finished']): void => {
    const recipe = house.recipes.find(({ id }) => id === event.report.recipeId);
    const payload = renderRunFinished(event, recipe?.playlistName ?? event.report.recipeId, redact);
    if (payload !== undefined) void session?.publishEvent(topics.event(runFinishedKey), payload);
  };
  const listen = (): readonly (() => void)[] => [
    ...telling.map((name) => house.events.on(name, () => updates.poke())),
    house.events.on('run-finished', announceRun),
  ];

  const start = (): void => {
    const unsubscribe = listen();
    const refresh = setInterval(() => updates.poke(), timing.refreshMs);
    stopping.signal.addEventListener('abort', () => {
      for (const end of unsubscribe) end();
      clearInterval(refresh);
    });
    connection = stayConnected(
      {
        resolveBroker,
        timing,
        logger,
        link: {
          clientId: toClientId(instanceId),
          will: { topic: topics.availability, payload: offline },
          connectTimeoutMs,
        },
        onConnected: async (link, signal, onReady) => {
          session = createSession({
            link,
            topics,
            instanceId,
            discovery,
            timing,
            logger,
            render,
            drawPicture,
            onCommand: (message) => desk.accept(message),
          });
          try {
            await session.run(signal, onReady);
          } finally {
            if (!stopping.signal.aborted) session = undefined;
          }
        },
        onGoodbye: async (link) => {
          await update();
          await link.publish(topics.availability, offline, { retain: true });
        },
      },
      stopping.signal,
    );
  };

  const stop = async (): Promise<void> => {
    // What does not end in time goes on ending while we say goodbye.
    await withTimeout(desk.stop(), windDownMs, 'Ending commands').catch(() => undefined);
    stopping.abort();
    await connection;
    await updates.stop();
  };
  return { start, stop };
};

const pickIdentity = ({ version, supportUrl }: BridgeOptions) => ({ version, supportUrl });
