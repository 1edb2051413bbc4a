import type { Config } from '../config/schema.ts';
import { toHarmoniqError } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import { checkBroker } from './doctor/broker.ts';
import { notChecked, type Check } from './doctor/check.ts';
import { checkFlows } from './doctor/flow.ts';
import { checkHome } from './doctor/home.ts';
import { checkLastfm } from './doctor/lastfm.ts';
import { checkServer, serverCheckNames } from './doctor/plex.ts';
import { checkSettings } from './doctor/settings.ts';
import { checkStorage } from './doctor/storage.ts';
import type { House } from './house.ts';
import { nothing } from './inputs.ts';
import { defineOperation } from './operation.ts';

export type { Check } from './doctor/check.ts';

export interface DoctorReport {
  /** Nothing failed; there may be warnings. */
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

export const toReport = (checks: readonly Check[]): DoctorReport => ({
  ok: checks.every((check) => check.state !== 'fail'),
  checks,
});

/** Looks at everything Harmoniq rests on, whatever of it is broken; ends within a minute. Changes nothing but a probe file in the data folder. */
export const doctor = defineOperation({
  name: 'doctor',
  summary:
    'Looks at configuration, storage, Plex, Last.fm, MQTT, Home Assistant and the flows, and says what to do about what it finds',
  input: nothing,
  mutates: false,
  run: async (house, _input, { signal }): Promise<DoctorReport> => {
    const [storage, server, lastfm, broker, home] = await Promise.all([
      Promise.all(checkStorage(house.config, house.library, signal)),
      checkServer({ ...pick(house), now: () => house.clock.now() }, signal),
      checkLastfm({ config: house.config, recipes: house.recipes, lastfm: house.sources.lastfm }, signal),
      checkBroker(house.config, house.logger, signal),
      checkHome(house, signal),
    ]);
    const settings = checkSettings(house.config, house.recipes, house.clock.now());
    return toReport([...settings, ...storage, ...server, ...lastfm, broker, home, ...checkFlows(house)]);
  },
});

const pick = ({ config, server, library }: House): Pick<House, 'config' | 'server' | 'library'> => ({
  config,
  server,
  library,
});

/** The part of the examination that is left when the house cannot be opened, mostly because of its database. */
export const examineWithoutHouse = async (
  config: Config,
  openError: unknown,
  logger: Logger,
  signal: AbortSignal,
): Promise<DoctorReport> => {
  const [storage, broker, home] = await Promise.all([
    Promise.all(checkStorage(config, toHarmoniqError(openError), signal)),
    checkBroker(config, logger, signal),
    checkHome({ config, logger }, signal),
  ]);
  const because = 'Harmoniq could not open its database';
  const settings = checkSettings(config, [], Date.now()).filter((check) => check.name !== 'Recipes');
  const skipped = [...serverCheckNames, 'Last.fm key'].map((name) => notChecked(name, because));
  return toReport([...settings, ...storage, ...skipped, broker, home]);
};
