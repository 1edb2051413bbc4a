import { beforeAll } from '@jest/globals';
import type { Track } from '../../src/core/track.ts';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { createFakeMusicServer, type FakeMusicServer, type FakeSection } from '../fakes/fake-music-server.ts';
import { makeSection, makeTrack } from '../fakes/fake-music.ts';
import { createFileJournal } from '../fakes/file-journal.ts';
import { describeMusicServer } from './music-server.contract.ts';

const trackCount = 300;
let server: FakeMusicServer;
let section: FakeSection;
let count = 0;

beforeAll(() => {
  section = makeSection(trackCount);
  for (const [at, { id }] of section.tracks.entries()) {
    if (at % 2 === 0) section.tags.set(id, { genres: ['Rock'], styles: [], moods: ['Calm/Peaceful'] });
  }
  server = createFakeMusicServer([section]);
  server.pageSize = 40;
  for (const [at, { id }] of section.tracks.entries()) {
    const others = section.tracks.slice(at + 1, at + 9).map((track) => track.id);
    server.neighbours.set(
      id,
      others.map((trackId, place) => ({ trackId, distance: 0.9 - place / 10 })),
    );
    const to = section.tracks[at + 100]?.id;
    if (to !== undefined) server.paths.set(`${id}>${to}`, [id, ...others, to]);
  }
});

const change = (trackId: string, facts: (track: Track) => Partial<Track>): void => {
  section.tracks = section.tracks.map((track) => (track.id === trackId ? { ...track, ...facts(track) } : track));
};
const play = (sessionId: string, trackId: string, state: 'playing' | 'stopped'): void => {
  server.sessions = server.sessions.filter((session) => session.sessionId !== sessionId);
  if (state === 'playing')
    server.sessions.push({ sessionId, trackId, state, positionMs: 0, player: 'Kitchen', user: 'owner' });
  server.emit({ kind: 'playing', sessionId, trackId, state, positionMs: 0 });
};
const createStranger = (): FakeMusicServer => {
  const stranger = createFakeMusicServer();
  stranger.before = () => {
    throw new HarmoniqError('unauthorized', 'The fake does not know this token.');
  };
  return stranger;
};

describeMusicServer('The fake', () => ({
  server,
  stranger: createStranger(),
  sectionTitle: 'Music',
  trackCount,
  createJournal: createFileJournal,
  play: (trackId) => {
    change(trackId, ({ playCount }) => ({ playCount: playCount + 1, lastPlayedAtMs: server.nowMs }));
    server.listens.push({ trackId, playedAtMs: server.nowMs, accountId: '1' });
  },
  rate: (trackId, rating) => change(trackId, () => ({ rating, lastRatedAtMs: server.nowMs })),
  removeTrack: (trackId) => {
    section.tracks = section.tracks.filter((track) => track.id !== trackId);
  },
  startPlaying: (trackId) => {
    const sessionId = String((count += 1));
    play(sessionId, trackId, 'playing');
    return sessionId;
  },
  playNext: (sessionId, trackId) => play(sessionId, trackId, 'playing'),
  stopPlaying: (sessionId) =>
    play(sessionId, server.sessions.find((session) => session.sessionId === sessionId)?.trackId ?? '', 'stopped'),
  // The fake holds music alone: an adapter would have left the film out.
  startVideo: () => undefined,
  addTrack: () => {
    section.tracks.push(makeTrack(trackCount + (count += 1)));
    server.emit({ kind: 'library-changed', sectionId: section.id });
  },
  interrupt: () => server.emit({ kind: 'reconnected' }),
  watchers: () => server.watchers,
  chooseOwnPoster: (playlistId) => server.playlists.chooseOwnPoster(playlistId),
  pictureOf: (playlistId) => server.playlists.posters.get(playlistId)?.png,
}));
