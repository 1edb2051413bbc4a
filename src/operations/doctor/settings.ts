import { DateTime } from 'luxon';
import type { Config } from '../../config/schema.ts';
import type { Recipe } from '../../core/recipe.ts';
import { doubtful, failed, fine, type Check, type Finding } from './check.ts';

/** What can be told from the configuration alone. */
export const checkSettings = (config: Config, recipes: readonly Recipe[], nowMs: number): readonly Check[] => [
  { name: 'Configuration', ...fine('Valid; "harmoniq config show" prints it.') },
  { name: 'Time zone', ...checkZone(config.timezone, nowMs) },
  { name: 'Recipes', ...checkRecipes(recipes) },
];

const checkZone = (zone: string, nowMs: number): Finding => {
  const now = DateTime.fromMillis(nowMs, { zone });
  if (now.isValid) return fine(`${zone}; there it is ${now.toFormat('HH:mm')} now.`);
  return failed(`${zone} is not known here.`, 'Set TIMEZONE to a name such as Europe/Berlin.', 'config-invalid');
};

const checkRecipes = (recipes: readonly Recipe[]): Finding => {
  const on = recipes.filter((recipe) => recipe.enabled);
  const off = recipes.filter((recipe) => !recipe.enabled && recipe.disabledReason !== undefined);
  const names = on.length === 0 ? 'None is on' : `On: ${on.map((recipe) => recipe.id).join(', ')}`;
  if (off.length > 0) return doubtful(`${names}; off: ${off.map((recipe) => recipe.id).join(', ')}.`, reasons(off));
  if (on.length === 0) return doubtful('None is on.', 'Set ENABLE_LASTFM_CHARTS or define one under playlists.');
  return fine(`${names}.`);
};

const reasons = (recipes: readonly Recipe[]): string =>
  [...new Set(recipes.map((recipe) => recipe.disabledReason ?? ''))].join(' ');
