/** A bridge in a process of its own, for tests that kill it: `node bridge-process.ts mqtt://…`. Lives until it is ended. */
import { createBrokerResolver } from '../../src/entrypoints/homeassistant/broker.ts';
import { createHomeAssistantBridge } from '../../src/entrypoints/homeassistant/mqtt-bridge.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { fakeConfig } from '../fakes/fake-door-house.ts';
import { createWorkingHouse } from '../fakes/fake-house.ts';

const config = fakeConfig({ mqttUrl: process.argv[2] });
const { house, findOperation } = createWorkingHouse({ config });
const bridge = createHomeAssistantBridge({
  house,
  findOperation,
  config,
  version: '1.2.3',
  resolveBroker: createBrokerResolver(config, silentLogger()),
  logger: silentLogger(),
});
await bridge.start(new AbortController().signal);
process.once('SIGTERM', () => void bridge.stop().then(() => process.exit(0)));
