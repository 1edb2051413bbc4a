/**
 * A process of its own that syncs slowly, for tests that kill it: prints each request of the sync and never ends by itself before the whole is read.
 * Arguments: database path, number of tracks, name of the request at which to hang.
 */
import { flushCompileCache } from 'node:module';
import { createLibrary } from '../../src/library/create-library.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { createFakeMusicServer } from '../fakes/fake-music-server.ts';
import { makeSection, makeTrack } from '../fakes/fake-music.ts';

// Whoever is killed has no time for it.
flushCompileCache();
const [path = '', trackCount = '0', hangAt = ''] = process.argv.slice(2);
const section = makeSection(Number(trackCount));
for (const track of section.tracks) section.tags.set(track.id, { genres: [], styles: [], moods: ['Calm'] });
const server = createFakeMusicServer([section]);
server.pageSize = 100;
server.before = async (call) => {
  process.stdout.write(`${call}\n`);
  if (call === hangAt) await new Promise((resolve) => setTimeout(resolve, 3_600_000));
};
const startedAtMs = Date.now();
server.listens = Array.from({ length: 1_000 }, (_, at) => ({
  trackId: makeTrack(at).id,
  playedAtMs: startedAtMs - (1_000 - at) * 60_000,
  accountId: '1',
}));
const library = createLibrary({ path, logger: silentLogger(), clock: Date });
await library.sync(
  server,
  { libraryNames: ['Music'], kind: 'auto', allowMassDeletion: false },
  new AbortController().signal,
);
library.close();
