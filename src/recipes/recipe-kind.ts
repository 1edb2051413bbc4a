import type { Config, PlaylistOptions } from '../config/schema.ts';
import type { CandidateStream, Recipe } from '../core/recipe.ts';
import type { Logger } from '../lib/logger.ts';
import type { Sources } from '../sources/source.ts';

/** What a recipe may use while it gathers. */
export interface GatherContext {
  readonly sources: Sources;
  /** Same seed and same answers, same candidates; differs from day to day and from recipe to recipe. */
  readonly seed: string;
  readonly logger: Logger;
}

/** What a kind makes of the configuration. */
export interface KindSetup {
  readonly options: Recipe['options'];
  /** The option without which the kind cannot work, as the user writes it; undefined = all is there. */
  readonly missingOption?: string | undefined;
}

/** One way to find candidates. A new kind is one file and one row in `recipe-kinds.ts`. */
export interface RecipeKind {
  readonly kind: string;
  /** `ranked`: the list keeps the order of the candidates. `spread`: each artist's tracks are spread over the whole list. */
  readonly order: 'ranked' | 'spread';
  /** `playlist` undefined = the built-in recipe, tuned by the common options alone. */
  configure(config: Config, playlist: PlaylistOptions | undefined): KindSetup;
  /**
   * Candidates, best first, in batches of what a few requests yield; asks deeper only when the next batch is wanted. Each candidate comes once.
   * Ends when the source has no more; throws HarmoniqError when the source fails, so that a dead source is never taken for an empty one.
   */
  gather(context: GatherContext, recipe: Recipe, signal: AbortSignal): CandidateStream;
}
