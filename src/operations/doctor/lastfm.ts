import type { Config } from '../../config/schema.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { LastfmSource } from '../../sources/source.ts';
import { doubtful, examine, fine, notChecked, type Check } from './check.ts';

export interface LastfmPatient {
  readonly config: Config;
  readonly recipes: readonly Recipe[];
  readonly lastfm: LastfmSource | undefined;
}

const timeoutMs = 15_000;

/** Key and users of Last.fm, as far as a recipe needs them. */
export const checkLastfm = async (
  { config, recipes, lastfm }: LastfmPatient,
  signal: AbortSignal,
): Promise<readonly Check[]> => {
  const using = recipes.filter(isWanted).filter((recipe) => recipe.kind.startsWith('lastfm-'));
  if (using.length === 0) return [{ name: 'Last.fm key', ...fine('Not needed: no recipe uses Last.fm.') }];
  if (lastfm === undefined)
    return [
      {
        name: 'Last.fm key',
        ...doubtful(
          `None is set, so these recipes are off: ${using.map((recipe) => recipe.id).join(', ')}.`,
          'Get a free key at https://www.last.fm/api/account/create and set LASTFM_API_KEY.',
        ),
      },
    ];
  const key = await examine('Last.fm key', timeoutMs, signal, async (bounded) => {
    await lastfm.check(bounded);
    return fine('Accepted.');
  });
  const recommending = using.filter((recipe) => recipe.kind === 'lastfm-recs');
  if (recommending.length === 0) return [key];
  if (key.state === 'fail') return [key, notChecked('Last.fm user', 'the key does not work')];
  return [key, ...(await checkUsers(config, recommending, lastfm, signal))];
};

/** Switched off only because something is missing counts as wanted. */
const isWanted = (recipe: Recipe): boolean => recipe.enabled || recipe.disabledReason !== undefined;

const checkUsers = async (
  config: Config,
  recipes: readonly Recipe[],
  lastfm: LastfmSource,
  signal: AbortSignal,
): Promise<readonly Check[]> => {
  const own = recipes.map((recipe) => recipe.options['user']);
  const users = new Set(own.map((user) => (typeof user === 'string' ? user : config.lastfmUser)));
  return Promise.all(
    [...users].map((user) =>
      examine('Last.fm user', timeoutMs, signal, async (bounded) => {
        if (user === undefined)
          return doubtful('None is set, so there are no recommendations.', 'Set LASTFM_USER to your Last.fm name.');
        const artists = await lastfm.getTopArtists(user, 'overall', 1, bounded);
        if (artists.length > 0) return fine(`${user} has listens.`);
        return doubtful(
          `${user} is not known to Last.fm or has no listens.`,
          'Check the spelling of LASTFM_USER, and that something scrobbles to it.',
        );
      }),
    ),
  );
};
