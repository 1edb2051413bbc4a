import { createTagBook } from '../core/flow/tag-names.ts';

const mostListed = 5;

/** Of some names those that somebody may have meant, the nearest first, at most three. */
export const findNearNames = (wanted: string, names: readonly string[]): readonly string[] =>
  createTagBook([...new Set(names)].map((name) => ({ name, tracks: 0 }))).suggest(wanted);

/** `Did you mean "Night"?`, or where nothing is near, those that exist: `These exist: Morning, Night.` */
export const suggestNames = (wanted: string, names: readonly string[]): string => {
  const near = findNearNames(wanted, names);
  if (near.length > 0) return `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
  const rest = names.length - mostListed;
  const listed = names.slice(0, mostListed).join(', ');
  return rest > 0 ? `These exist: ${listed} and ${rest} more.` : `These exist: ${listed}.`;
};

/** The same for recipes, which go by their id and by their playlist's name. */
export const suggestRecipes = (
  wanted: string,
  recipes: readonly { readonly id: string; readonly playlistName: string }[],
): string => {
  const ids = recipes.map(({ id }) => id);
  const names = recipes.map(({ playlistName }) => playlistName);
  const isByName = findNearNames(wanted, ids).length === 0 && findNearNames(wanted, names).length > 0;
  return suggestNames(wanted, isByName ? names : ids);
};
