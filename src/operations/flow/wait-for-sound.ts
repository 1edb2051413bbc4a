import type { Recipe } from '../../core/recipe.ts';
import { describeError, type HarmoniqError } from '../../lib/errors.ts';
import type { House } from '../house.ts';

/** So often in a row a list is put off for a server that is there and yet does not tell what sounds alike. */
const mostDelays = 2;

const delays = new WeakMap<Recipe, number>();

/**
 * Throws while a list that was cut off is worth waiting for: it will be made when the server is back, and then as it should be. A server that answers
 * everything else again and again would keep the playlist as it is for ever, so that the list is then made without its sound.
 */
export const waitForSound = async (
  { server, logger }: Pick<House, 'server' | 'logger'>,
  recipe: Recipe,
  cutOff: HarmoniqError | undefined,
  signal: AbortSignal,
): Promise<void> => {
  if (cutOff === undefined) {
    delays.delete(recipe);
    return;
  }
  // Throws by itself where the server is away: that is no fault of its ears.
  await server.getIdentity(signal);
  const delayed = delays.get(recipe) ?? 0;
  if (delayed >= mostDelays) {
    const facts = { recipe: recipe.id, reason: describeError(cutOff) };
    logger.warn(facts, 'The server does not tell what sounds alike; the list is made without');
    return;
  }
  delays.set(recipe, delayed + 1);
  throw cutOff;
};
