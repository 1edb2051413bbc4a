import type { Config } from '../../config/schema.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Broker, ResolveBroker } from './broker-answer.ts';
import { createSupervisorBroker } from './supervisor-broker.ts';

type BrokerSettings = Pick<Config, 'mqttUrl' | 'mqttUsername' | 'mqttPassword' | 'supervisorToken' | 'supervisorUrl'>;

/** The configured broker; else the one the Supervisor knows; else none. */
export const createBrokerResolver = (config: BrokerSettings, logger: Logger): ResolveBroker => {
  const { mqttUrl, mqttUsername, mqttPassword, supervisorToken, supervisorUrl } = config;
  if (mqttUrl !== undefined) {
    const inAddress = splitAddress(mqttUrl);
    const broker: Broker = {
      url: inAddress.url,
      username: mqttUsername ?? inAddress.username,
      password: mqttPassword ?? inAddress.password,
    };
    return async () => ({ kind: 'broker', broker });
  }
  if (supervisorToken === undefined) return async () => ({ kind: 'none' });
  return createSupervisorBroker({ url: supervisorUrl, token: supervisorToken, logger });
};

/** The MQTT client would take `%40` in `mqtt://user%40home@host` literally. */
const splitAddress = (address: string): Broker => {
  const { username, password } = new URL(address);
  if (username === '' && password === '') return { url: address };
  return {
    url: address.replace(/\/\/[^/]*@/, '//'),
    ...(username === '' ? {} : { username: decode(username) }),
    ...(password === '' ? {} : { password: decode(password) }),
  };
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
