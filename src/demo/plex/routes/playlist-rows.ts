import { hashText } from '../../music/hash.ts';
import type { QueryText } from '../query-text.ts';
import type { StoredPlaylist } from '../playlist-store.ts';
import type { PlexState } from '../state.ts';
import { resolveUri } from '../uri.ts';

/** One line of a playlist as it is read: a stored one, or what the rule of a smart one finds now. */
export interface PlaylistLine {
  readonly itemId: number | undefined;
  readonly trackKey: number;
}

export function linesOf(state: PlexState, playlist: StoredPlaylist): readonly PlaylistLine[] {
  if (!playlist.smart) return playlist.entries;
  const found = resolveUri(state, playlist.content ?? '', playlist.user);
  return found.kind === 'tracks' ? found.trackKeys.map((trackKey) => ({ itemId: undefined, trackKey })) : [];
}

export function durationOf(state: PlexState, lines: readonly PlaylistLine[]): number {
  return lines.reduce((sum, line) => {
    const item = state.catalogue.registry.resolve(line.trackKey);
    return item ? sum + (state.catalogue.shelfAt(item.section).file(item.index).durationMs ?? 0) : sum;
  }, 0);
}

/** A playlist as JSON text. Without tracks it has no duration and no composite. */
export function playlistRow(state: PlexState, playlist: StoredPlaylist): string {
  const lines = linesOf(state, playlist);
  const duration = durationOf(state, lines);
  return JSON.stringify({
    ratingKey: String(playlist.key),
    key: `/playlists/${playlist.key}/items`,
    guid: playlist.guid,
    type: 'playlist',
    title: playlist.title,
    titleSort: /^the /i.test(playlist.title) ? playlist.title.slice(4) : undefined,
    summary: playlist.summary,
    smart: playlist.smart,
    readOnly: playlist.readOnly || undefined,
    playlistType: 'audio',
    composite: lines.length > 0 ? `/playlists/${playlist.key}/composite/${playlist.updatedAt}` : undefined,
    thumb:
      playlist.selectedPoster === undefined
        ? undefined
        : `/library/metadata/${playlist.key}/thumb/${hashText(playlist.selectedPoster)}`,
    content: playlist.content,
    duration: duration || undefined,
    leafCount: lines.length,
    addedAt: playlist.addedAt,
    updatedAt: playlist.updatedAt,
    futureHint: { shelf: 'top' },
  });
}

/** Title and description from either way of writing an edit: `title=…` or `title.value=…`. */
export function readEdit(text: QueryText): { title?: string; summary?: string } {
  const title = text.get('title') ?? text.get('title.value');
  const summary = text.get('summary') ?? text.get('summary.value');
  return { ...(title === undefined ? {} : { title }), ...(summary === undefined ? {} : { summary }) };
}
