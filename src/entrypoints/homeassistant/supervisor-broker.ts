import { z } from 'zod';
import { HarmoniqError } from '../../lib/errors.ts';
import { createHttpClient } from '../../lib/http.ts';
import type { Logger } from '../../lib/logger.ts';
import type { ResolveBroker } from './broker-answer.ts';

export interface SupervisorOptions {
  readonly url: string;
  readonly token: string;
  readonly logger: Logger;
}

const filled = z.string().min(1);
const serviceAnswer = z.object({
  data: z.object({
    host: filled,
    port: z.coerce.number().int().min(1).max(65_535),
    username: filled.nullish().catch(undefined),
    password: filled.nullish().catch(undefined),
    ssl: z.boolean().nullish(),
  }),
});

/** Status 400 = "Service not enabled": no broker app is installed or it is not running (Supervisor, `api/services.py`). */
const notEnabledStatus = 400;

/** Asks the Supervisor for the broker it offers to apps. Throws `unauthorized` when `services: mqtt:want` is not declared. */
export const createSupervisorBroker = ({ url, token, logger }: SupervisorOptions): ResolveBroker => {
  const http = createHttpClient({
    service: 'The Supervisor',
    baseUrl: url,
    headers: { Authorization: `Bearer ${token}` },
    timeoutMs: 10_000,
    concurrency: 1,
    ratePerSecond: 5,
    retries: 1,
    logger,
    unauthorizedHint: 'The add-on needs "services: mqtt:want".',
    unreachableHint: 'Set MQTT_URL to use a broker of your own.',
  });
  return async (signal) => {
    const { status, data } = await http.request({ path: '/services/mqtt', signal, accept: [notEnabledStatus] });
    if (status === notEnabledStatus)
      return {
        kind: 'later',
        reason: 'Home Assistant has no MQTT broker yet. Install the Mosquitto broker app or set MQTT_URL.',
      };
    const parsed = serviceAnswer.safeParse(data);
    if (!parsed.success)
      throw new HarmoniqError('bad-response', 'The Supervisor described its MQTT broker in an unknown way.', {
        service: 'Supervisor',
        hint: 'Set MQTT_URL to use a broker of your own.',
      });
    const { host, port, username, password, ssl } = parsed.data.data;
    const address = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
    return {
      kind: 'broker',
      broker: {
        url: `${ssl === true ? 'mqtts' : 'mqtt'}://${address}:${port}`,
        username: username ?? undefined,
        password: password ?? undefined,
      },
    };
  };
};
