import type { Config } from '../../config/schema.ts';
import { HarmoniqError } from '../../lib/errors.ts';

export type TopicSettings = Pick<Config, 'mqttDiscoveryPrefix' | 'mqttBaseTopic' | 'instanceId'>;

/** Every topic of one instance. All but `discovery` and `birth` lie below `root`. */
export interface Topics {
  readonly root: string;
  readonly availability: string;
  /** Where Home Assistant says that it has started. */
  readonly birth: string;
  readonly discovery: string;
  readonly commandFilter: string;
  readonly everythingOwn: string;
  state(key: string): string;
  command(key: string): string;
  event(key: string): string;
  picture(key: string): string;
  /** The entity a command topic belongs to; undefined = not a command topic of ours. */
  findCommandKey(topic: string): string | undefined;
  /** Is this a retained topic that this instance made, perhaps under an earlier base topic? */
  isOwnState(topic: string): boolean;
}

/** Throws `config-invalid` when Home Assistant would take our states for announcements. */
export const createTopics = ({ mqttDiscoveryPrefix, mqttBaseTopic, instanceId }: TopicSettings): Topics => {
  if (mqttBaseTopic === mqttDiscoveryPrefix) {
    throw new HarmoniqError(
      'config-invalid',
      `MQTT_BASE_TOPIC and MQTT_DISCOVERY_PREFIX are both "${mqttBaseTopic}".`,
      {
        hint: 'Give MQTT_BASE_TOPIC another value, e.g. harmoniq.',
      },
    );
  }
  const root = `${mqttBaseTopic}/${instanceId}`;
  const ownState = new RegExp(`^[^+#]+/${instanceId}/(?:availability|(?:state|picture)/[A-Za-z0-9_-]+)$`);
  const commandPrefix = `${root}/set/`;
  return {
    root,
    availability: `${root}/availability`,
    birth: `${mqttDiscoveryPrefix}/status`,
    discovery: `${mqttDiscoveryPrefix}/device/${instanceId}/config`,
    commandFilter: `${commandPrefix}+`,
    everythingOwn: `${root}/#`,
    state: (key) => `${root}/state/${key}`,
    command: (key) => `${commandPrefix}${key}`,
    event: (key) => `${root}/event/${key}`,
    picture: (key) => `${root}/picture/${key}`,
    findCommandKey: (topic) => (topic.startsWith(commandPrefix) ? topic.slice(commandPrefix.length) : undefined),
    isOwnState: (topic) => ownState.test(topic),
  };
};
