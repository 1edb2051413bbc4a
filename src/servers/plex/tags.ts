import type { Logger } from '../../lib/logger.ts';
import type { ItemTags, Level } from '../server.ts';
import type { PlexClient } from './client.ts';
import { createKeyReader, keysPerRequest } from './tags-by-key.ts';
import { readTagsByQuestion } from './tags-by-question.ts';

/** Below this many requests nothing else can be cheaper. */
const fewBatches = 12;

/** Reads the tags of items: key by key in batches or, where that is faster, by asking for each tag which tracks have it. */
export const createTagReader = (client: PlexClient, logger: Logger) => {
  const byKey = createKeyReader(client);

  async function* listTags(
    sectionId: string,
    level: Level,
    ids: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<readonly ItemTags[]> {
    if (level === 'track' && ids.length > fewBatches * keysPerRequest) {
      const byQuestion = await readTagsByQuestion(client, byKey, sectionId, ids, signal);
      logger.debug(
        { sectionId, way: byQuestion === undefined ? 'by item' : 'by tag' },
        'Tags of tracks are being read',
      );
      if (byQuestion !== undefined) {
        yield* byQuestion;
        return;
      }
    }
    yield* byKey.read(ids, signal);
  }
  return { listTags };
};
