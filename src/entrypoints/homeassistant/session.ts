import { describeError } from '../../lib/errors.ts';
import { sleep } from '../../lib/lifecycle.ts';
import type { Logger } from '../../lib/logger.ts';
import type { BrokerLink, IncomingMessage } from './broker-link.ts';
import { planDiscovery, readAnnounced, type DiscoveryPayload } from './discovery.ts';
import type { PictureMessage, StateMessage } from './state.ts';
import type { BridgeTiming } from './timing.ts';
import type { Topics } from './topics.ts';

/** What the device shows at one moment. */
export interface Rendered {
  readonly states: readonly StateMessage[];
  readonly pictures: readonly PictureMessage[];
}

/** The picture and which one it is; undefined = cannot be had. Never rejects. */
export type DrawPicture = (
  picture: PictureMessage,
) => Promise<{ readonly version: string; readonly bytes: Buffer } | undefined>;

export interface SessionOptions {
  readonly link: BrokerLink;
  readonly topics: Topics;
  readonly instanceId: string;
  readonly discovery: DiscoveryPayload;
  readonly timing: BridgeTiming;
  readonly logger: Logger;
  readonly render: () => Promise<Rendered>;
  readonly drawPicture: DrawPicture;
  readonly onCommand: (message: IncomingMessage) => void;
}

export interface Session {
  /** Announces the device, publishes every state, says "online", calls `onReady` and then listens until the signal fires. */
  run(signal: AbortSignal, onReady: () => void): Promise<void>;
  /** Publishes what has changed; the state of `echo` even if it has not. */
  update(echo?: ReadonlySet<string>): Promise<void>;
  publishEvent(topic: string, payload: string): Promise<void>;
}

export const online = 'online';
export const offline = 'offline';

const mostEarlyEvents = 50;

/** What happens over one connection. */
export const createSession = (options: SessionOptions): Session => {
  const { link, topics, timing, logger, discovery } = options;
  const published = new Map<string, string>();
  let announcedText: string | undefined;
  let announcedAtMs = Number.NEGATIVE_INFINITY;
  let ready = false;
  /** What happened while the device was being announced; Home Assistant listens only afterwards. */
  const early: (readonly [topic: string, payload: string])[] = [];
  let turn: Promise<void> = Promise.resolve();
  const birth = createSignalOnce();

  const listen = (message: IncomingMessage): void => {
    if (message.topic === topics.discovery) announcedText = message.payload;
    else if (message.topic !== topics.birth) options.onCommand(message);
    // A retained birth message is history: the device has just been announced anyway.
    else if (message.payload === online && !message.retained) birth.ring();
  };

  const publishDiscovery = async (text: string, signal: AbortSignal): Promise<void> => {
    const pauseMs = announcedAtMs + timing.discoveryPauseMs - performance.now();
    if (pauseMs > 0) await sleep(pauseMs, signal);
    await link.publish(topics.discovery, text, { retain: true });
    announcedAtMs = performance.now();
    announcedText = text;
  };

  /** false = another bridge lives on our discovery topic. */
  const announce = async (always: boolean, signal: AbortSignal): Promise<boolean> => {
    const announced = readAnnounced(announcedText, options.instanceId);
    if (announced.kind === 'foreign') return false;
    const { messages, staleTopics } = planDiscovery(announced, discovery, topics);
    const due = always && messages.length === 0 ? [JSON.stringify(discovery)] : messages;
    for (const message of due) await publishDiscovery(message, signal);
    for (const topic of staleTopics) await link.publish(topic, '', { retain: true });
    logger.debug({ messages: due.length, cleared: staleTopics.length }, 'Announced the device to Home Assistant');
    return true;
  };

  const publishDue = async (isDue: (message: StateMessage) => boolean): Promise<Rendered> => {
    const rendered = await options.render();
    const due = rendered.states.filter(isDue);
    await Promise.all(due.map(({ topic, payload }) => link.publish(topic, payload, { retain: true })));
    for (const { topic, payload } of due) published.set(topic, payload);
    return rendered;
  };

  const publishPictures = async (pictures: readonly PictureMessage[]): Promise<void> => {
    for (const picture of pictures) {
      if (published.get(picture.topic) === picture.version) continue;
      const drawn = await options.drawPicture(picture);
      if (drawn !== undefined) await link.publish(picture.topic, drawn.bytes, { retain: true });
      // One that cannot be had is asked for again when it is another.
      published.set(picture.topic, drawn?.version ?? picture.version);
    }
  };

  /** One after another: what is due depends on what the one before has published. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(work);
    turn = mine.then(
      () => undefined,
      () => undefined,
    );
    return mine;
  };

  const present = async (always: boolean, signal: AbortSignal): Promise<boolean> => {
    if (!(await announce(always, signal))) return false;
    const { pictures } = await inTurn(() => publishDue(() => true));
    await link.publish(topics.availability, online, { retain: true });
    // The broker may have forgotten them; they are large, so the device does not wait for them.
    for (const { topic } of pictures) published.delete(topic);
    await inTurn(() => publishPictures(pictures));
    return true;
  };

  const sendEvent = async (topic: string, payload: string): Promise<void> => {
    await link.publish(topic, payload, { retain: false }).catch((error: unknown) => {
      logger.debug({ reason: describeError(error) }, 'An event was lost with the connection');
    });
  };

  const answerBirths = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      await birth.wait(signal);
      const { min, max } = timing.birthDelayMs;
      await sleep(min + Math.random() * (max - min), signal);
      birth.reset();
      await present(true, signal);
      logger.debug('Home Assistant has started; announced the device again');
    }
  };

  return {
    async run(signal, onReady) {
      link.onMessage(listen);
      await link.subscribe([topics.discovery, topics.birth, topics.commandFilter]);
      await sleep(timing.retainedWaitMs, signal);
      ready = await present(false, signal);
      if (!ready) {
        logger.error(
          { topic: topics.discovery },
          'Another device is announced under this instance id. Set INSTANCE_ID to another value; MQTT stays silent until then',
        );
        return;
      }
      for (const [topic, payload] of early.splice(0)) await sendEvent(topic, payload);
      onReady();
      await answerBirths(signal);
    },
    async update(echo = new Set()) {
      if (!ready) return;
      await inTurn(async () => {
        const isDue = ({ key, topic, payload }: StateMessage): boolean =>
          echo.has(key) || published.get(topic) !== payload;
        await publishPictures((await publishDue(isDue)).pictures);
      });
    },
    async publishEvent(topic, payload) {
      if (ready) await sendEvent(topic, payload);
      else if (early.length < mostEarlyEvents) early.push([topic, payload]);
    },
  };
};

/** Rings are remembered until `reset`, and many make one. */
const createSignalOnce = () => {
  let bell = Promise.withResolvers<void>();
  return {
    ring: () => bell.resolve(),
    reset: () => void (bell = Promise.withResolvers<void>()),
    wait: async (signal: AbortSignal): Promise<void> => {
      const aborted = Promise.withResolvers<never>();
      const onAbort = (): void => aborted.reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      try {
        await Promise.race([bell.promise, aborted.promise]);
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
  };
};
