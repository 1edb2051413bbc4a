import { afterAll, beforeAll, describe } from '@jest/globals';
import { startPlexServer, type PlexStandIn } from '../../../src/demo/plex/server.ts';
import type { PlexServerOptions } from '../../../src/servers/plex/plex-server.ts';
import { describeMusicServer } from '../../contracts/music-server.contract.ts';
import { createFileJournal } from '../../fakes/file-journal.ts';
import { connect } from './bench.ts';

interface Variant {
  readonly name: string;
  readonly options: NonNullable<Parameters<typeof startPlexServer>[0]>;
  readonly changes: Partial<PlexServerOptions>;
}

/** The stand-in at its usual and at its most contrary; both transports. */
const variants: readonly Variant[] = [
  { name: 'Plex by SDK and axios', options: {}, changes: { transport: 'hybrid' } },
  {
    name: 'Plex by axios alone, in small pages',
    options: {
      switches: {
        trimming: 'ignore',
        editAnswer: 'empty',
        deleteAnswer: 204,
        foreignMachine: 'none-added',
        sonic: 'partial',
        distances: 'absent',
        posters: 'playlists',
        selectsUploads: false,
        flags: 'text',
        historyQuery: 'ignore',
        historyTotals: false,
        historyIds: 'key-only',
        notifications: 'stream-only',
        streamEnvelope: false,
        eventIdsAsNumbers: true,
      },
    },
    changes: { transport: 'axios', pageSize: 50 },
  },
];

describe.each(variants)('$name', ({ name, options, changes }) => {
  let plex: PlexStandIn;
  beforeAll(async () => {
    plex = await startPlexServer({ tracks: 300, kidsTracks: 20, ...options });
  });
  afterAll(() => plex.close());
  describeMusicServer(name, () => ({
    server: connect(plex.url, plex.token, { timeoutMs: 10_000, ...changes }),
    stranger: connect(plex.url, 'nobody', changes),
    sectionTitle: 'Music',
    trackCount: 300,
    createJournal: () => createFileJournal(),
    play: (trackId) => void plex.mutate.playTrack(trackId),
    rate: (trackId, rating) => void plex.mutate.rateTrack(trackId, rating),
    removeTrack: (trackId) => void plex.mutate.removeTrack(trackId),
    startPlaying: (trackId) => plex.mutate.startSession(trackId),
    playNext: (sessionId, trackId) => void plex.mutate.nextTrack(sessionId, trackId),
    stopPlaying: (sessionId) => void plex.mutate.stopSession(sessionId),
    startVideo: () => void plex.mutate.startVideo(),
    addTrack: () => void plex.mutate.addTrack({ artist: 'A', album: 'B', title: 'C' }),
    interrupt: () => plex.events.drop(),
    watchers: () => plex.events.listeners,
    chooseOwnPoster: (playlistId) => void plex.mutate.chooseOwnPoster(playlistId),
    pictureOf: (playlistId) => {
      const bytes = plex.pictureOf(playlistId);
      return bytes === undefined ? undefined : Uint8Array.from(bytes);
    },
  }));
});
