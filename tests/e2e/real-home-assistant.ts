import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  createConnection,
  createLongLivedTokenAuth,
  type Connection,
  type HassEntity,
} from 'home-assistant-js-websocket';
import { lockMachine } from './machine-lock.ts';

const run = promisify(execFile);

/** The script that starts a real Home Assistant Core with a real Mosquitto. */
const script = process.env.HARMONIQ_HASS ?? fileURLToPath(new URL('../../../shared/hass/ha', import.meta.url));

const environment = {
  ...process.env,
  HASS_NAME: process.env.HASS_NAME ?? 'e2e',
  HASS_PORT: process.env.HASS_PORT ?? '18223',
  MQTT_PORT: process.env.MQTT_PORT ?? '18930',
};

export interface RegistryEntry {
  readonly entity_id: string;
  readonly unique_id: string;
  readonly platform: string;
  readonly original_name: string | null;
  readonly name: string | null;
  readonly entity_category: string | null;
  readonly device_id: string | null;
  readonly has_entity_name: boolean;
}

export interface RealHomeAssistant {
  readonly url: string;
  readonly mqttUrl: string;
  readonly token: string;
  /** Its configuration folder, as seen from here. */
  readonly folder: string;
  getState(entityId: string): Promise<HassEntity | undefined>;
  /** Only what the MQTT integration registered. */
  listMqttEntities(): Promise<readonly RegistryEntry[]>;
  listDevices(): Promise<readonly { readonly id: string; readonly name: string; readonly identifiers: string[][] }[]>;
  callService(domain: string, service: string, data: Record<string, unknown>): Promise<void>;
  /** One command of the WebSocket API; rejects with what Home Assistant says against it. */
  ask<T>(type: string, details?: Record<string, unknown>): Promise<T>;
  /** One POST of the REST API, and its answer; rejects unless that is a success. */
  post(path: string, body: unknown): Promise<string>;
  restart(): Promise<void>;
  restartBroker(): Promise<void>;
  /** Lines about MQTT or Harmoniq at warning or above, from the first start on. */
  listComplaints(pattern?: RegExp): Promise<readonly string[]>;
  stop(): Promise<void>;
}

const call = async (...args: string[]): Promise<string> =>
  (await run(script, args, { env: environment, maxBuffer: 64 * 1024 * 1024 })).stdout;

/** Starts an empty instance. Throws one clear sentence when the machine has none: this suite proves nothing without it. */
export const startRealHomeAssistant = async (): Promise<RealHomeAssistant> => {
  if (!existsSync(script)) {
    throw new Error(
      `These tests need a real Home Assistant Core, and there is no script to start one at ${script}. Set HARMONIQ_HASS to it.`,
    );
  }
  // One name and one pair of ports: two runs at a time would end each other's instance.
  const unlock = await lockMachine(`home-assistant-${environment.HASS_NAME}`);
  // A run that was cut off may have left its instance behind.
  execFileSync(script, ['down'], { env: environment, stdio: 'ignore' });
  const values = new Map(
    (await call('up')).split('\n').flatMap((line) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
  const read = (name: string): string => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`The Home Assistant script printed no ${name}.`);
    return value;
  };
  const url = read('HASS_URL');
  const token = read('HASS_TOKEN');

  const earlierLogs: string[] = [];

  const request = async (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
  const ask = async <T>(type: string, details: Record<string, unknown> = {}): Promise<T> => {
    const connection: Connection = await createConnection({ auth: createLongLivedTokenAuth(url, token) });
    try {
      return await connection.sendMessagePromise<T>({ type, ...details });
    } finally {
      connection.close();
    }
  };

  const post = async (path: string, body: unknown): Promise<string> => {
    const answer = await request(path, { method: 'POST', body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`Home Assistant answered ${path} with ${answer.status}: ${text}`);
    return text;
  };

  return {
    url,
    mqttUrl: read('MQTT_URL'),
    token,
    folder: read('HASS_DIR'),
    ask,
    post,
    async getState(entityId) {
      const answer = await request(`/api/states/${entityId}`);
      return answer.status === 404 ? undefined : ((await answer.json()) as HassEntity);
    },
    async listMqttEntities() {
      const entries = await ask<readonly RegistryEntry[]>('config/entity_registry/list');
      return entries.filter((entry) => entry.platform === 'mqtt');
    },
    listDevices: () => ask('config/device_registry/list'),
    callService: async (domain, service, data) => void (await post(`/api/services/${domain}/${service}`, data)),
    async restart() {
      // Home Assistant begins a new log at each start.
      earlierLogs.push(await call('log'));
      await call('restart');
    },
    restartBroker: async () => void (await call('restart-broker')),
    async listComplaints(pattern = /mqtt|harmoniq/i) {
      const lines = [...earlierLogs, await call('log')].flatMap((log) => log.split('\n'));
      return lines.filter((line) => isComplaint(line) && pattern.test(line));
    },
    async stop() {
      await call('down');
      unlock();
    },
  };
};

/** The MQTT library's own word on a broker that was restarted is no complaint about us; nor is Home Assistant's. */
const isComplaint = (line: string): boolean =>
  /\b(WARNING|ERROR|CRITICAL)\b/.test(line) &&
  !/\[paho\.mqtt\.client\] failed to receive on socket|connection was lost/i.test(line);

/** Asks again until the answer fits; fails with what it last saw. */
export const until = async <T>(
  what: string,
  question: () => Promise<T> | T,
  fits: (answer: T) => boolean,
  limitMs = 90_000,
): Promise<T> => {
  const deadlineMs = Date.now() + limitMs;
  for (;;) {
    const answer = await question();
    if (fits(answer)) return answer;
    if (Date.now() > deadlineMs)
      throw new Error(`${what} did not happen; last seen: ${JSON.stringify(answer)?.slice(0, 2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};
