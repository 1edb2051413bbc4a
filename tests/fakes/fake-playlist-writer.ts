import type { TrackId } from '../../src/core/track.ts';
import { HarmoniqError } from '../../src/lib/errors.ts';
import type { PlaylistWriter } from '../../src/servers/server.ts';

export interface FakePlaylistParts {
  readonly machineId: () => string;
  readonly trackExists: (id: TrackId) => boolean;
  readonly answer: (call: string, signal: AbortSignal) => Promise<void>;
}

/** A picture of a playlist. */
export interface FakePoster {
  readonly id: string;
  /** undefined = somebody else's. */
  readonly png: Uint8Array | undefined;
}

export interface FakePlaylistWriter extends PlaylistWriter {
  /** The picture that each playlist shows; missing = the server's own. */
  readonly posters: Map<string, FakePoster>;
  /** The user picks a picture of their own. */
  chooseOwnPoster(playlistId: string): void;
}

interface Held {
  readonly id: string;
  readonly title: string;
  summary: string;
  tracks: readonly TrackId[];
}

/** Playlists kept in memory, with the promises of the contract and none of a server's troubles. */
export const createFakePlaylistWriter = ({ machineId, trackExists, answer }: FakePlaylistParts): FakePlaylistWriter => {
  const held = new Map<string, Held>();
  const describe = (playlist: Held) => ({
    id: playlist.id,
    guid: `fake://playlist/${playlist.id}`,
    title: playlist.title,
    summary: playlist.summary,
    editable: true,
    trackCount: playlist.tracks.length,
  });

  const posters = new Map<string, FakePoster>();
  let picture = 0;
  const nextPosterId = (): string => `fake://poster/${(picture += 1)}`;

  const writer: FakePlaylistWriter = {
    posters,
    chooseOwnPoster: (playlistId) => void posters.set(playlistId, { id: nextPosterId(), png: undefined }),
    async setPoster(playlistId, png, lastPosterId, signal) {
      await answer(`poster ${playlistId}`, signal);
      if (!held.has(playlistId)) throw new HarmoniqError('not-found', `The fake has no playlist ${playlistId}.`);
      const shown = posters.get(playlistId);
      if (shown !== undefined && shown.id !== lastPosterId) return { outcome: 'kept-theirs', posterId: lastPosterId };
      const same = shown?.png !== undefined && Buffer.from(shown.png).equals(Buffer.from(png));
      const poster = same ? shown : { id: nextPosterId(), png: Uint8Array.from(png) };
      posters.set(playlistId, poster);
      return { outcome: 'set', posterId: poster.id };
    },
    async list(signal) {
      await answer('playlists', signal);
      return [...held.values()].map(describe);
    },
    async get(playlistId, signal) {
      await answer(`playlist ${playlistId}`, signal);
      const playlist = held.get(playlistId);
      return playlist === undefined ? undefined : describe(playlist);
    },
    async readItems(playlistId, signal) {
      await answer(`items ${playlistId}`, signal);
      return (held.get(playlistId)?.tracks ?? []).map((trackId, at) => ({ itemId: `${playlistId}-${at}`, trackId }));
    },
    async publish(request, journal, signal) {
      if (request.tracks.length === 0)
        throw new HarmoniqError('invalid-input', 'An empty playlist is never published.');
      await answer(`publish ${request.recipeId}`, signal);
      const record = journal.getRecord(request.recipeId);
      const known = held.get(record?.playlistId ?? '');
      const adopted = request.adopt ? [...held.values()].find(({ title }) => title === request.title) : undefined;
      const present = known ?? adopted;
      const before = present?.tracks ?? [];
      const accepted = request.tracks.filter(trackExists);
      const after =
        request.mode === 'append' ? [...before, ...accepted.filter((id) => !before.includes(id))] : accepted;
      const id = present?.id ?? `p${held.size + 1}`;
      const result = {
        playlist: { id, title: request.title },
        created: present === undefined,
        tracks: after,
        changed: before.join() !== after.join(),
        added: after.filter((track) => !before.includes(track)),
        removed: before.filter((track) => !after.includes(track)),
        moved: 0,
        refused: request.tracks.filter((track) => !trackExists(track)),
      };
      if (present !== undefined && !result.changed && request.keepSummaryCurrent === true && !request.dryRun)
        present.summary = request.summaryLine;
      if (request.dryRun || !result.changed) return result;
      journal.saveVersion(request.recipeId, before, 0);
      held.set(id, { id, title: request.title, summary: request.summaryLine, tracks: after });
      journal.saveRecord({
        recipeId: request.recipeId,
        machineId: machineId(),
        playlistId: id,
        guid: `fake://playlist/${id}`,
        title: request.title,
      });
      return result;
    },
    async recover(journal, signal) {
      const recovered: string[] = [];
      for (const intent of journal.getOpenIntents()) {
        await answer(`recover ${intent.recipeId}`, signal);
        journal.finish(intent.recipeId);
        recovered.push(intent.recipeId);
      }
      return recovered;
    },
  };
  return writer;
};
