import type { Recipe } from '../../core/recipe.ts';
import type { RunReport, TrackLine } from '../../core/run.ts';
import type { RecipeSummary } from '../../operations/list-recipes.ts';
import { press, type Entity, type EntityState, type Snapshot } from './entity.ts';
import { fitLines, toLine, toTimestamp } from './text.ts';

/** Words that the house's own entities begin or end with; a recipe of that name gets a longer entity id. */
const takenWords = new Set(['all', 'library', 'last', 'missing']);
const maxNameLength = 100;
const maxTracksShown = 100;

/** The entities of one enabled recipe. `deviceName` must not open an entity's name, since Home Assistant puts it in front. */
export const listPlaylistEntities = (recipe: Recipe, deviceName: string): readonly Entity[] => {
  const { id } = recipe;
  const slug = toSlug(id);
  const title = titleOf(recipe);
  const lead = leadName(recipe, deviceName);
  return [
    {
      key: `${id}_regenerate`,
      platform: 'button',
      name: `Regenerate ${title}`,
      objectId: `regenerate_${slug}`,
      icon: 'mdi:playlist-edit',
      command: { operation: 'run-recipe', kind: 'work', inputs: { [press]: { recipe: id } } },
    },
    {
      key: `${id}_tracks`,
      platform: 'sensor',
      name: `${lead} tracks`,
      objectId: `${slug}_tracks`,
      icon: 'mdi:playlist-music',
      traits: { state_class: 'measurement', unit_of_measurement: 'tracks' },
      render: (snapshot) => renderTracks(recipe, snapshot),
    },
    {
      key: `${id}_last_run`,
      platform: 'sensor',
      name: `${lead} last run`,
      objectId: `${slug}_last_run`,
      icon: 'mdi:clock-check-outline',
      category: 'diagnostic',
      traits: { device_class: 'timestamp' },
      render: ({ status }) => {
        const run = findSummary(status.recipes, id)?.lastRun;
        return { state: toTimestamp(run?.endedAtMs, status.schedule.timezone), attributes: describeRun(run) };
      },
    },
  ];
};

const titleOf = ({ id, playlistName }: Recipe): string => toLine(playlistName, maxNameLength) || id;

/** The playlist's name as the opening of an entity's name. */
export const leadName = (recipe: Recipe, deviceName: string): string => {
  const title = titleOf(recipe);
  return title.toLowerCase().startsWith(deviceName.toLowerCase()) ? `Playlist ${title}` : title;
};

/** A recipe's part of entity ids. */
export const toSlug = (id: string): string => {
  const word = id.replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, '');
  return takenWords.has(word) ? `playlist_${word}` : word;
};

const findSummary = (recipes: readonly RecipeSummary[], id: string): RecipeSummary | undefined =>
  recipes.find((recipe) => recipe.id === id);

const renderTracks = (recipe: Recipe, snapshot: Snapshot): EntityState => {
  const published = snapshot.playlists.find((playlist) => playlist.recipeId === recipe.id);
  const run = findSummary(snapshot.status.recipes, recipe.id)?.lastRun;
  const facts = {
    recipe: recipe.id,
    playlist_name: toLine(published?.title ?? recipe.playlistName),
    rating_key: published?.playlistId ?? null,
    match_rate: run === undefined || run.ownTracks === true ? null : Number(run.matchRate.toFixed(3)),
    changed: run === undefined ? null : run.counts.added + run.counts.removed + run.counts.moved > 0,
    added: run?.counts.added ?? null,
    removed: run?.counts.removed ?? null,
    missing: run?.counts.missed ?? null,
  };
  return {
    state: published?.tracks.length ?? null,
    attributes: fitLines(facts, 'tracks', (published?.tracks ?? []).map(toTrackAttribute), maxTracksShown),
  };
};

const toTrackAttribute = ({ artist, title, why }: TrackLine) => ({
  artist: toLine(artist, 120),
  title: toLine(title, 120),
  why: toLine(why, 160),
});

/** A run in attributes, for automations and more-info dialogs. */
export const describeRun = (run: RunReport | undefined): Readonly<Record<string, unknown>> =>
  run === undefined
    ? {}
    : {
        recipe: run.recipeId,
        result: run.result,
        message: toLine(run.message),
        trigger: run.trigger,
        duration_s: Math.max(0, Math.round((run.endedAtMs - run.startedAtMs) / 100) / 10),
      };
