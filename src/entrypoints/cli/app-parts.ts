import type { CliParts } from './parts.ts';

/** The real rooms. Loaded when a command needs them: `--help` and `version` answer at once. */
export const appParts: CliParts = {
  async listOperations() {
    const { operations } = await import('../../operations/table.ts');
    return operations;
  },
  async openHouse(config, logger) {
    const { createApp } = await import('../../app.ts');
    const app = createApp({ config, logger });
    return { house: app.house, close: () => app.close() };
  },
  async createAccount(config, logger) {
    const { openAccount } = await import('../../account.ts');
    return openAccount(config, logger);
  },
  async clearMqtt(config, logger, signal) {
    const { clearDiscovery } = await import('../homeassistant/clear-discovery.ts');
    const { createBrokerResolver } = await import('../homeassistant/broker.ts');
    return clearDiscovery({ config, resolveBroker: createBrokerResolver(config, logger), signal });
  },
};
