import type { IClientOptions, MqttClient } from 'mqtt';
import { HarmoniqError, abortError } from '../../lib/errors.ts';
import { withTimeout } from '../../lib/lifecycle.ts';
import { describeBroker, type Broker } from './broker-answer.ts';

export interface IncomingMessage {
  readonly topic: string;
  readonly payload: string;
  /** Came from the broker's memory, not from somebody now. */
  readonly retained: boolean;
}

/** One connection to a broker. It is never revived: after `closed` a new one is opened. */
export interface BrokerLink {
  /** QoS 1; settles when the broker has it. Rejects with `unreachable` when the connection ends before, `timeout` when the broker stays silent. */
  publish(topic: string, payload: string | Buffer, options: { readonly retain: boolean }): Promise<void>;
  subscribe(filters: readonly string[]): Promise<void>;
  onMessage(listener: (message: IncomingMessage) => void): void;
  /** Settles when the connection has ended, for whatever reason. Never rejects. */
  readonly closed: Promise<void>;
  /** Says goodbye, which keeps the will from being sent. */
  end(): Promise<void>;
  /** Breaks off; the broker sends the will. */
  drop(): void;
}

export interface LinkOptions {
  readonly clientId: string;
  /** Published by the broker when this process vanishes. */
  readonly will?: { readonly topic: string; readonly payload: string } | undefined;
  readonly connectTimeoutMs: number;
}

/** A broker that answers pings but confirms nothing is as good as gone. */
const confirmTimeoutMs = 30_000;

/** Opens one connection (MQTT 3.1.1, clean session). Throws `unauthorized` or `unreachable`; AbortError when the signal fires. */
export const openBrokerLink = async (
  broker: Broker,
  options: LinkOptions,
  signal: AbortSignal,
): Promise<BrokerLink> => {
  // Loaded only where there is a broker.
  const { connect } = await import('mqtt');
  let client: MqttClient;
  try {
    client = connect(broker.url, toClientOptions(broker, options));
  } catch (cause) {
    throw translate(cause, broker);
  }
  const closed = new Promise<void>((resolve) => client.once('close', resolve));
  await waitForConnection(client, broker, signal);
  // Without a listener an error after this point would end the process; what matters follows as "close".
  client.on('error', () => undefined);
  return createLink(client, closed);
};

const toClientOptions = (broker: Broker, { clientId, will, connectTimeoutMs }: LinkOptions): IClientOptions => ({
  protocolVersion: 4,
  clientId,
  clean: true,
  connectTimeout: connectTimeoutMs,
  // Every attempt is a new client, since address and password may have changed meanwhile.
  reconnectPeriod: 0,
  queueQoSZero: false,
  resubscribe: false,
  keepalive: 30,
  ...(broker.username === undefined ? {} : { username: broker.username }),
  ...(broker.password === undefined ? {} : { password: broker.password }),
  ...(will === undefined
    ? {}
    : { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1 as const, retain: true } }),
});

const waitForConnection = async (client: MqttClient, broker: Broker, signal: AbortSignal): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = (): void => reject(abortError(signal));
  client.once('connect', () => resolve());
  client.on('error', (error) => reject(translate(error, broker)));
  client.once('close', () => reject(translate(undefined, broker)));
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    await promise;
  } catch (error) {
    client.end(true);
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};

const createLink = (client: MqttClient, closed: Promise<void>): BrokerLink => {
  const lost = closed.then(() => {
    throw new HarmoniqError('unreachable', 'The connection to the MQTT broker ended.', { service: 'MQTT' });
  });
  lost.catch(() => undefined);
  const confirmed = async (exchange: Promise<unknown>): Promise<void> => {
    try {
      await withTimeout(Promise.race([exchange, lost]), confirmTimeoutMs, 'The MQTT broker');
    } catch (error) {
      client.end(true);
      throw error;
    }
  };
  return {
    publish: (topic, payload, { retain }) => confirmed(client.publishAsync(topic, payload, { qos: 1, retain })),
    subscribe: (filters) => confirmed(client.subscribeAsync([...filters], { qos: 1 })),
    onMessage(listener) {
      client.on('message', (topic, payload, packet) =>
        listener({ topic, payload: payload.toString('utf8'), retained: packet.retain }),
      );
    },
    closed,
    async end() {
      await client.endAsync();
    },
    drop() {
      client.end(true);
    },
  };
};

/** Return codes 4 and 5 of a CONNACK: wrong user name or password, not authorised (MQTT 3.1.1, 3.2.2.3). */
const refusedCodes = new Set<unknown>([4, 5]);

const translate = (error: unknown, broker: Broker): HarmoniqError => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const where = `The MQTT broker at ${describeBroker(broker)}`;
  if (refusedCodes.has(code))
    return new HarmoniqError('unauthorized', `${where} refused the user name or password.`, {
      service: 'MQTT',
      hint: 'Check MQTT_USERNAME and MQTT_PASSWORD.',
    });
  const detail = typeof code === 'string' ? ` (${code})` : '';
  return new HarmoniqError('unreachable', `${where} cannot be reached${detail}.`, {
    service: 'MQTT',
    hint: 'Check MQTT_URL and that the broker runs.',
  });
};
