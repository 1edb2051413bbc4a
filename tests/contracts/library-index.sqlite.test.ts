import { afterAll } from '@jest/globals';
import { join } from 'node:path';
import type { SqliteLibrary } from '../../src/library/create-library.ts';
import { createFakeMusicServer } from '../fakes/fake-music-server.ts';
import { makeSection } from '../fakes/fake-music.ts';
import { openLibrary, removeTemporaryFolders, sync, temporaryFolder } from '../library/temporary-library.ts';
import { describeLibraryIndex } from './library-index.contract.ts';

const open: SqliteLibrary[] = [];
afterAll(() => {
  for (const library of open) library.close();
  removeTemporaryFolders();
});

describeLibraryIndex('The SQLite index', async (tracks) => {
  const library = openLibrary(join(temporaryFolder(), 'harmoniq.db'));
  open.push(library);
  await sync(library, createFakeMusicServer([makeSection(0, { tracks })]));
  return library.index;
});
