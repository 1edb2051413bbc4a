import type { Config } from '../../config/schema.ts';
import type { Logger } from '../../lib/logger.ts';
import type { House } from '../../operations/house.ts';
import type { Operation } from '../../operations/operation.ts';
import type { Account } from '../../operations/login.ts';

/** The house, open for one command. No door is started: no schedule, no broker, no page. */
export interface OpenHouse {
  readonly house: House;
  close(): void;
}

/** What the command line needs of the other rooms. */
export interface CliParts {
  listOperations(): Promise<readonly Operation[]>;
  openHouse(config: Config, logger: Logger): Promise<OpenHouse>;
  createAccount(config: Partial<Config>, logger: Logger): Promise<Account>;
  /** Takes everything Harmoniq put on the broker away. */
  clearMqtt(config: Config, logger: Logger, signal: AbortSignal): Promise<ClearedMqtt>;
}

export interface ClearedMqtt {
  /** Host and port. */
  readonly broker: string;
  readonly clearedTopics: readonly string[];
  /** A service is connected and will announce itself again. */
  readonly serviceOnline: boolean;
}
