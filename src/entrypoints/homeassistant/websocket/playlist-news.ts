import type { House, HouseEvents } from '../../../operations/house.ts';
import type { Redactor } from '../../../lib/redact.ts';
import { cleanTexts } from '../clean-texts.ts';
import type { ReadFlows } from '../snapshot.ts';
import { byteLength, toLine } from '../text.ts';

/** Home Assistant's recorder keeps no event above 32,768 bytes; its own envelope needs room too. */
const mostBytes = 24 * 1024;
const mostTracks = 100;

export interface PlaylistNewsOptions {
  readonly house: House;
  readonly readFlows: ReadFlows;
  readonly instanceId: string;
  readonly redact: Redactor;
}

/** What other parts of the home learn of a playlist that was made anew. */
export type PlaylistNews = Readonly<Record<string, unknown>> & { readonly recipe: string };

/**
 * The data of the event `harmoniq_playlist_updated`; undefined when there is no news: a preview, or a run that left the playlist as it was because it
 * failed or found nothing. Never longer than 24 KiB, without secrets.
 */
export const describePlaylistNews = async (
  { report, tracks }: HouseEvents['run-finished'],
  options: PlaylistNewsOptions,
  signal: AbortSignal,
): Promise<PlaylistNews | undefined> => {
  if (report.dryRun || (report.result !== 'succeeded' && report.result !== 'partial')) return undefined;
  const { house, instanceId, redact } = options;
  // A flow says which window it was made for; a recipe of another kind has none.
  const flows = await options.readFlows(house, { trigger: 'home-assistant', signal });
  const flow = flows.find(({ recipeId }) => recipeId === report.recipeId);
  const recipe = house.recipes.find(({ id }) => id === report.recipeId);
  const { added, removed, moved } = report.counts;
  const facts = {
    instance: instanceId,
    recipe: report.recipeId,
    playlist: toLine(report.playlist?.title ?? recipe?.playlistName ?? report.recipeId),
    rating_key: report.playlist?.id ?? null,
    window: flow?.publishedWindow ?? flow?.activeWindow ?? null,
    why: toLine(flow?.why ?? report.message, 1_000),
    result: report.result,
    message: toLine(report.message, 1_000),
    tracks: tracks.length,
    added,
    removed,
    changed: added + removed + moved > 0,
  };
  const lines = tracks.slice(0, mostTracks).map(({ artist, title, album }) => ({
    artist: toLine(artist),
    title: toLine(title),
    album: toLine(album),
  }));
  // Cut after the cleaning, since a text may get longer by it.
  const clean = cleanTexts({ ...facts, track_list: lines }, redact) as typeof facts & { track_list: typeof lines };
  return fit(clean);
};

/** As many of the tracks as there is room for, from the first on. */
const fit = <News extends { readonly track_list: readonly unknown[] }>(news: News): News => {
  let bytes = byteLength({ ...news, track_list: [] });
  const fitting = news.track_list.filter((track) => (bytes += byteLength(track) + 1) <= mostBytes);
  return { ...news, track_list: fitting };
};
