import type { Config } from '../../config/schema.ts';
import type { Logger } from '../../lib/logger.ts';
import { createSupervisorBroker } from './supervisor-broker.ts';

/** Where the broker is and how to log in. Never logged or published as a whole. */
export interface Broker {
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** `later`: there is none yet, ask again. `none`: there will never be one, MQTT is off. */
export type BrokerAnswer =
  | { readonly kind: 'broker'; readonly broker: Broker }
  | { readonly kind: 'later'; readonly reason: string }
  | { readonly kind: 'none' };

/** Asked before every connection, since the Supervisor's credentials change. Throws HarmoniqError when the Supervisor cannot be asked. */
export type ResolveBroker = (signal: AbortSignal) => Promise<BrokerAnswer>;

type BrokerSettings = Pick<Config, 'mqttUrl' | 'mqttUsername' | 'mqttPassword' | 'supervisorToken' | 'supervisorUrl'>;

/** The configured broker; else the one the Supervisor knows; else none. */
export const createBrokerResolver = (config: BrokerSettings, logger: Logger): ResolveBroker => {
  const { mqttUrl, mqttUsername, mqttPassword, supervisorToken, supervisorUrl } = config;
  if (mqttUrl !== undefined) {
    const broker: Broker = { url: mqttUrl, username: mqttUsername, password: mqttPassword };
    return async () => ({ kind: 'broker', broker });
  }
  if (supervisorToken === undefined) return async () => ({ kind: 'none' });
  return createSupervisorBroker({ url: supervisorUrl, token: supervisorToken, logger });
};

/** Host and port, which is all that may be shown of a broker's address. */
export const describeBroker = ({ url }: Broker): string => {
  const { hostname, port } = new URL(url);
  return port === '' ? hostname : `${hostname}:${port}`;
};
