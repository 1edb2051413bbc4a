import { z } from 'zod';

/** Pieces of the operations' inputs. Doors hand over texts (a query string, an MQTT payload) as well as JSON values. */
export const nameText = z
  .string({ error: 'must be a text' })
  .trim()
  .min(1, { error: 'must not be empty' })
  .max(500, { error: 'must have at most 500 characters' });

export const recipeId = z
  .string({ error: 'must name a recipe; "list-recipes" shows them' })
  .trim()
  .min(1, { error: 'must name a recipe; "list-recipes" shows them' })
  .max(200);

export const yesOrNo = z.union([z.boolean(), z.stringbool()], { error: 'must be true or false' });

export const countFrom = (min: number, max: number) =>
  z.coerce
    .number({ error: `must be a whole number from ${min} to ${max}` })
    .int({ error: `must be a whole number from ${min} to ${max}` })
    .min(min, { error: `must be a whole number from ${min} to ${max}` })
    .max(max, { error: `must be a whole number from ${min} to ${max}` });

export const nothing = z.strictObject({});
