import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { silentLogger } from '../../src/lib/logger.ts';
import { closeDatabase, openDatabase } from '../../src/library/database.ts';
import { migrations } from '../../src/library/migrations/migrations.ts';
import { createLibrary } from '../../src/library/create-library.ts';
import { removeTemporaryFolders, temporaryFolder } from './temporary-library.ts';

afterAll(removeTemporaryFolders);

test('versions of playlists from before come through, without what nobody wrote down', () => {
  const path = join(temporaryFolder(), 'harmoniq.db');
  const logger = silentLogger();
  const old = openDatabase({ path, logger, migrations: migrations.slice(0, 2) });
  old.exec(`INSERT INTO playlist_versions (recipe_id, tracks, saved_at) VALUES ('charts', '["1","2"]', 7)`);
  closeDatabase(old);
  const library = createLibrary({ path, logger, clock: Date });
  expect(library.takeVersion('charts')).toEqual({
    tracks: ['1', '2'],
    savedAtMs: 7,
    reasons: new Map(),
    windowId: undefined,
  });
  library.close();
});
