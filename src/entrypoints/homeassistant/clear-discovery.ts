import type { Config } from '../../config/schema.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import { sleep } from '../../lib/lifecycle.ts';
import { openBrokerLink, type BrokerLink } from './broker-link.ts';
import { describeBroker, type ResolveBroker } from './broker-answer.ts';
import { listOwnTopics, readAnnounced } from './discovery.ts';
import { online } from './session.ts';
import { createTopics, type Topics, type TopicSettings } from './topics.ts';

export interface ClearOptions {
  readonly config: Pick<Config, keyof TopicSettings>;
  readonly resolveBroker: ResolveBroker;
  readonly signal: AbortSignal;
  /** How long the broker may stay silent before its memory counts as read. */
  readonly quietMs?: number | undefined;
}

export interface ClearReport {
  /** Host and port. */
  readonly broker: string;
  /** The retained topics that were removed; empty = there was nothing of this instance. */
  readonly clearedTopics: readonly string[];
  /** A service of this instance is connected and will announce itself again at its next start. */
  readonly serviceOnline: boolean;
}

const defaultQuietMs = 700;
const longestReadMs = 10_000;

/**
 * Takes this instance out of Home Assistant: its device description, then every retained topic of its own, and nothing else. Throws `invalid-input`
 * without a broker, `unreachable` or `unauthorized` when it cannot be used, `conflict` when the description is another bridge's.
 */
export const clearDiscovery = async (options: ClearOptions): Promise<ClearReport> => {
  const { config, resolveBroker, signal } = options;
  const topics = createTopics(config);
  const answer = await resolveBroker(signal);
  if (answer.kind !== 'broker') {
    const fact = answer.kind === 'later' ? answer.reason : 'No MQTT broker is configured.';
    throw new HarmoniqError('invalid-input', fact, { service: 'MQTT', hint: 'Set MQTT_URL.' });
  }
  const clientId = `harmoniq_${config.instanceId}_clear_${process.pid}`;
  const link = await openBrokerLink(answer.broker, { clientId, connectTimeoutMs: 10_000 }, signal);
  try {
    const retained = await readRetained(link, topics, options.quietMs ?? defaultQuietMs, signal);
    const clearedTopics = listTopicsToClear(retained, topics, config.instanceId);
    for (const topic of clearedTopics) await link.publish(topic, '', { retain: true });
    await link.end();
    return {
      broker: describeBroker(answer.broker),
      clearedTopics,
      serviceOnline: retained.get(topics.availability) === online,
    };
  } catch (error) {
    link.drop();
    throw error;
  }
};

/** The broker does not say when it has told everything it remembers: silence does. */
const readRetained = async (
  link: BrokerLink,
  topics: Topics,
  quietMs: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> => {
  const retained = new Map<string, string>();
  const startedAtMs = performance.now();
  let lastAtMs = startedAtMs;
  link.onMessage((message) => {
    if (!message.retained) return;
    retained.set(message.topic, message.payload);
    lastAtMs = performance.now();
  });
  await link.subscribe([topics.discovery, topics.everythingOwn]);
  while (performance.now() - lastAtMs < quietMs && performance.now() - startedAtMs < longestReadMs)
    await sleep(Math.min(quietMs, 50), signal);
  return retained;
};

/** The description goes first, so that Home Assistant removes the entities before their states vanish. */
const listTopicsToClear = (
  retained: ReadonlyMap<string, string>,
  topics: Topics,
  instanceId: string,
): readonly string[] => {
  const announced = readAnnounced(retained.get(topics.discovery), instanceId);
  if (announced.kind === 'foreign') {
    throw new HarmoniqError('conflict', `The device announced on ${topics.discovery} is not Harmoniq's.`, {
      service: 'MQTT',
      hint: 'Nothing was changed. Check INSTANCE_ID and MQTT_DISCOVERY_PREFIX.',
    });
  }
  const below = [...retained.keys()].filter((topic) => topic !== topics.discovery);
  return [
    ...new Set([
      ...(retained.has(topics.discovery) ? [topics.discovery] : []),
      ...listOwnTopics(announced, topics),
      ...below,
    ]),
  ];
};
