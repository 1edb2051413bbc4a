import { firstSchema } from './first-schema.ts';
import type { Migration } from './migrate.ts';
import { secondSchema } from './second-schema.ts';
import { thirdSchema } from './third-schema.ts';

/** Every step, oldest first, versions without gaps. */
export const migrations: readonly Migration[] = [firstSchema, secondSchema, thirdSchema];
