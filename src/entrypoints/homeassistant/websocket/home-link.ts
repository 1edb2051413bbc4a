import { listSecrets, type Config } from '../../../config/schema.ts';
import { describeError } from '../../../lib/errors.ts';
import { withTimeout, type Component } from '../../../lib/lifecycle.ts';
import type { Logger } from '../../../lib/logger.ts';
import { createRedactor } from '../../../lib/redact.ts';
import type { CommandOutcome, House, HouseEvents } from '../../../operations/house.ts';
import type { FindOperation } from '../command-queue.ts';
import { readFlows as readFlowsOfHouse, type ReadFlows } from '../snapshot.ts';
import { findHomeAddress, type HomeAddress } from '../../../config/home-address.ts';
import { writeCommandNews } from './command-news.ts';
import { createHomeCommands } from './home-commands.ts';
import { createZoneWarner } from './home-config.ts';
import type { HomeState } from './home-state.ts';
import { defaultHomeTiming, type HomeTiming } from './home-timing.ts';
import { createMailbox } from './mailbox.ts';
import { describePlaylistNews } from './playlist-news.ts';
import { stayLinked } from './stay-linked.ts';

export interface HomeLinkOptions {
  readonly house: House;
  readonly findOperation: FindOperation;
  readonly config: Config;
  /** What is heard goes there; its `home` is the one that the house was given. */
  readonly state: HomeState;
  readonly logger: Logger;
  readonly timing?: Partial<HomeTiming> | undefined;
  readonly readFlows?: ReadFlows | undefined;
}

const updatedEvent = 'harmoniq_playlist_updated';

/** What runs when the service stops gets this long to end tidily. */
const windDownMs = 800;

/**
 * Listens to Home Assistant over its WebSocket API: the entities that home rules name, and the event `harmoniq_command`; tells it of new playlists and of
 * what came of commands. `start` returns at once and keeps trying for ever; a Home Assistant that is away is a state, never a failure of a run or of this
 * service.
 */
export const createHomeLink = (options: HomeLinkOptions): Component => {
  let parts: ReturnType<typeof createParts> | undefined;
  return {
    name: 'home link',
    async start() {
      const address = findHomeAddress(options.config);
      if (address === undefined)
        return options.logger.info('Home Assistant is not listened to: HASS_URL and HASS_TOKEN are not set');
      parts = createParts(options, address);
      parts.start();
    },
    async stop() {
      await parts?.stop();
      parts = undefined;
    },
  };
};

const createParts = (options: HomeLinkOptions, address: HomeAddress) => {
  const { house, config, state, logger, findOperation, readFlows = readFlowsOfHouse } = options;
  const { instanceId } = config;
  const timing: HomeTiming = { ...defaultHomeTiming, ...options.timing };
  const redact = createRedactor(listSecrets(config));
  const stopping = new AbortController();
  const { signal } = stopping;
  const mailbox = createMailbox(timing.newsKeptMs, () => performance.now());
  const warnOfZone = createZoneWarner(config.timezone, logger);
  let linked: Promise<void> = Promise.resolve();

  const tellOfCommand = (outcome: CommandOutcome): void => {
    const letter = writeCommandNews(outcome, { house, instanceId, redact });
    mailbox.post(letter, `${letter.event} ${outcome.command} ${outcome.recipeId ?? ''}`);
  };
  const tellOfRun = async (event: HouseEvents['run-finished']): Promise<void> => {
    try {
      const news = await describePlaylistNews(event, { house, readFlows, instanceId, redact }, signal);
      if (news !== undefined) mailbox.post({ event: updatedEvent, data: news }, `${updatedEvent} ${news.recipe}`);
    } catch (error) {
      logger.warn({ reason: describeError(error) }, 'Home Assistant could not be told of a new playlist');
    }
  };
  const commands = createHomeCommands({ house, findOperation, timing, instanceId, logger });

  const start = (): void => {
    const endings = [
      house.events.on('run-finished', (event) => void tellOfRun(event)),
      house.events.on('command-settled', tellOfCommand),
    ];
    signal.addEventListener('abort', () => endings.forEach((end) => end()), { once: true });
    state.expect(timing.firstWordMs);
    linked = stayLinked(
      {
        address,
        state,
        mailbox,
        timing,
        logger,
        onFacts: ({ timeZone }) => warnOfZone(timeZone, house.clock.now()),
        onCommand: config.homeCommands ? (event) => commands.accept(event) : undefined,
      },
      signal,
    );
  };
  const stop = async (): Promise<void> => {
    // What does not end in time goes on ending while we say goodbye.
    await withTimeout(commands.stop(), windDownMs, 'Ending commands').catch(() => undefined);
    stopping.abort();
    await linked;
    state.stop();
  };
  return { start, stop };
};
