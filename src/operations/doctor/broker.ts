import type { MqttClient } from 'mqtt';
import type { Config } from '../../config/schema.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import { createHttpClient } from '../../lib/http.ts';
import type { Logger } from '../../lib/logger.ts';
import { examine, fine, type Check } from './check.ts';

const timeoutMs = 10_000;

interface Broker {
  readonly url: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly origin: string;
}

/** Is there a broker, does it answer, does it accept our credentials? No broker at all is a choice, not a fault. */
export const checkBroker = (config: Config, logger: Logger, signal: AbortSignal): Promise<Check> =>
  examine('MQTT broker', timeoutMs, signal, async (bounded) => {
    const broker = fromConfig(config) ?? (await askSupervisor(config, logger, bounded));
    if (broker === undefined) return fine('None is configured, so nothing is shown in Home Assistant.');
    await knock(broker, bounded);
    return fine(`${new URL(broker.url).host} (${broker.origin}) accepted the connection.`);
  });

const fromConfig = ({ mqttUrl, mqttUsername, mqttPassword }: Config): Broker | undefined =>
  mqttUrl === undefined
    ? undefined
    : { url: mqttUrl, username: mqttUsername, password: mqttPassword, origin: 'configured' };

/** home-assistant.md §6.1: 400 = no broker is installed there. */
const askSupervisor = async (config: Config, logger: Logger, signal: AbortSignal): Promise<Broker | undefined> => {
  if (config.supervisorToken === undefined) return undefined;
  const supervisor = createHttpClient({
    service: 'Supervisor',
    baseUrl: config.supervisorUrl,
    headers: { authorization: `Bearer ${config.supervisorToken}` },
    timeoutMs: 5_000,
    concurrency: 1,
    ratePerSecond: 5,
    retries: 0,
    logger,
  });
  const { status, data } = await supervisor.request({ path: '/services/mqtt', signal, accept: [400, 404] });
  if (status !== 200) return undefined;
  const service = (data as { data?: Partial<Record<string, unknown>> } | undefined)?.data ?? {};
  if (typeof service['host'] !== 'string')
    throw new HarmoniqError('bad-response', 'The Supervisor named no host of the MQTT broker.', {
      hint: 'Restart the Mosquitto add-on, or set MQTT_URL.',
    });
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
  const scheme = service['ssl'] === true ? 'mqtts' : 'mqtt';
  return {
    url: `${scheme}://${service['host']}:${Number(service['port'] ?? 1883)}`,
    username: text(service['username']),
    password: text(service['password']),
    origin: "Home Assistant's own",
  };
};

/** Connects once, without subscribing or publishing anything. */
const knock = async (broker: Broker, signal: AbortSignal): Promise<void> => {
  const { connect } = await import('mqtt');
  const client = connect(broker.url, {
    protocolVersion: 4,
    clientId: `harmoniq-doctor-${process.pid}`,
    reconnectPeriod: 0,
    connectTimeout: timeoutMs,
    ...(broker.username === undefined ? {} : { username: broker.username }),
    ...(broker.password === undefined ? {} : { password: broker.password }),
  });
  try {
    await welcome(client, new URL(broker.url).host, signal);
  } finally {
    client.end(true);
  }
};

const welcome = (client: MqttClient, host: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const unreachable = (detail: string): HarmoniqError =>
      new HarmoniqError('unreachable', `The MQTT broker at ${host} does not answer (${detail}).`, {
        service: 'MQTT',
        hint: 'Check MQTT_URL, and that the broker runs.',
      });
    client.once('connect', () => resolve());
    client.once('error', (error: Error & { code?: number | string }) =>
      reject(error.code === 4 || error.code === 5 ? refused(host) : unreachable(String(error.code ?? error.message))),
    );
    client.once('close', () => reject(unreachable('the connection was closed')));
    signal.addEventListener('abort', () => reject(unreachable('no answer in time')), { once: true });
  });

/** Return codes 4 and 5 of MQTT 3.1.1. */
const refused = (host: string): HarmoniqError =>
  new HarmoniqError('unauthorized', `The MQTT broker at ${host} refused user name or password.`, {
    service: 'MQTT',
    hint: 'Check MQTT_USERNAME and MQTT_PASSWORD.',
  });
