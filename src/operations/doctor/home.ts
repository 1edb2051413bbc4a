import { z } from 'zod';
import { findHomeAddress, type HomeAddress } from '../../config/home-address.ts';
import type { Config } from '../../config/schema.ts';
import { createHttpClient, type HttpClient } from '../../lib/http.ts';
import type { Logger } from '../../lib/logger.ts';
import { doubtful, examine, fine, type Check } from './check.ts';

const timeoutMs = 10_000;
const mostEntities = 200;

export interface HomePatient {
  readonly config: Config;
  readonly logger: Logger;
}

/** Does Home Assistant let us in, and does it have the entities that the rules name? None at all is a choice, unless there are rules. */
export const checkHome = ({ config, logger }: HomePatient, signal: AbortSignal): Promise<Check> =>
  examine('Home Assistant', timeoutMs, signal, async (bounded) => {
    const address = findHomeAddress(config);
    if (address === undefined) return describeAbsence(config.homeRules.length > 0);
    const client = connect(address, logger);
    const { data } = await client.request({ path: '/api/config', signal: bounded });
    const version = z.object({ version: z.string().max(40) }).safeParse(data).data?.version ?? 'of an unknown version';
    const missing = await findMissing(client, listEntities(config), bounded);
    if (missing.length === 0)
      return fine(`Home Assistant ${version} lets us in and has every entity that the rules name.`);
    return doubtful(
      `Home Assistant has no ${missing.join(', ')}.`,
      'Mend the entity ids in HOME_RULES; a rule about an entity that is not there never speaks.',
    );
  });

const describeAbsence = (hasRules: boolean) =>
  hasRules
    ? doubtful(
        'HOME_RULES are set, but Home Assistant is not listened to.',
        'Set HASS_URL and HASS_TOKEN (a long-lived token of your profile); the add-on needs neither.',
      )
    : fine('Not listened to: HASS_URL and HASS_TOKEN are not set.');

const connect = (address: HomeAddress, logger: Logger): HttpClient =>
  createHttpClient({
    service: 'Home Assistant',
    baseUrl: address.url,
    headers: { authorization: `Bearer ${address.token}` },
    timeoutMs: 5_000,
    concurrency: 4,
    ratePerSecond: 50,
    retries: 0,
    unreachableHint:
      address.by === 'token'
        ? 'Check HASS_URL, and that Home Assistant runs.'
        : 'Wait until Home Assistant has started.',
    unauthorizedHint:
      address.by === 'token'
        ? 'Make a long-lived token in your Home Assistant profile and set HASS_TOKEN to it.'
        : 'Update the add-on: it needs "homeassistant_api: true".',
    logger,
  });

const listEntities = ({ homeRules }: Config): readonly string[] =>
  [...new Set(homeRules.flatMap(({ when }) => when.map(({ entity }) => entity)))].slice(0, mostEntities);

const findMissing = async (
  client: HttpClient,
  entities: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const found = await Promise.all(
    entities.map((entity) => client.request({ path: `/api/states/${entity}`, accept: [404], signal })),
  );
  return entities.filter((_, at) => found[at]?.status === 404);
};
