import type { Logger } from '../../lib/logger.ts';
import type { ItemTags, Level } from '../server.ts';
import type { PlexClient } from './client.ts';
import { keysPerRequest, readTagsByKey } from './tags-by-key.ts';
import { readTagsByQuestion } from './tags-by-question.ts';

/** Below this many requests nothing else can be cheaper. */
const fewBatches = 10;

/** Reads the tags of items: of artists and albums key by key in batches, of many tracks by asking for each tag which tracks have it. */
export const createTagReader = (client: PlexClient, logger: Logger) => {
  async function* listTags(
    sectionId: string,
    level: Level,
    ids: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<readonly ItemTags[]> {
    if (level === 'track' && ids.length > fewBatches * keysPerRequest) {
      const byQuestion = await readTagsByQuestion(client, sectionId, ids, keysPerRequest, signal);
      if (byQuestion !== undefined) {
        yield* byQuestion;
        return;
      }
      logger.debug({ sectionId }, 'Moods of tracks are read item by item: the server does not answer by tag');
    }
    yield* readTagsByKey(client, ids, signal);
  }
  return { listTags };
};
