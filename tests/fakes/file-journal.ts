import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { PlaylistRecord, PublishIntent, PublishJournal } from '../../src/servers/server.ts';

interface Memory {
  records: Record<string, PlaylistRecord>;
  intents: Record<string, PublishIntent>;
  versions: { recipeId: string; tracks: readonly string[]; savedAtMs: number }[];
}

/** A journal in one JSON file, or in memory alone; written whole and put in place by a rename, so it survives a kill at any moment. */
export const createFileJournal = (file?: string): PublishJournal & { readonly memory: () => Memory } => {
  let kept: Memory = { records: {}, intents: {}, versions: [] };
  if (file !== undefined && existsSync(file)) kept = JSON.parse(readFileSync(file, 'utf8')) as Memory;
  const save = (): void => {
    if (file === undefined) return;
    writeFileSync(`${file}.new`, JSON.stringify(kept), { flush: true });
    renameSync(`${file}.new`, file);
  };
  const without = <T>(record: Record<string, T>, name: string): Record<string, T> =>
    Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
  return {
    memory: () => kept,
    getRecord: (recipeId) => kept.records[recipeId],
    saveRecord(record) {
      kept.records = { ...kept.records, [record.recipeId]: record };
      save();
    },
    deleteRecord(recipeId) {
      kept.records = without(kept.records, recipeId);
      save();
    },
    begin(intent) {
      kept.intents = { ...kept.intents, [intent.recipeId]: intent };
      save();
    },
    getOpenIntents: () => Object.values(kept.intents),
    finish(recipeId) {
      kept.intents = without(kept.intents, recipeId);
      save();
    },
    saveVersion(recipeId, tracks, savedAtMs) {
      kept.versions = [...kept.versions, { recipeId, tracks, savedAtMs }];
      save();
    },
  };
};
