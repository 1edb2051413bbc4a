import type { OptionName } from './schema.ts';

/** Where a value came from, weakest first. */
export const origins = ['default', 'supervisor', 'login', 'file', 'add-on', 'environment', 'flag'] as const;
export type Origin = (typeof origins)[number];

/** One value as somebody gave it, before it is checked. */
export interface Given {
  readonly option: OptionName;
  readonly value: unknown;
  readonly origin: Origin;
  /** The option's name as it was written: `PLEX_URL`, `plex_url`. */
  readonly writtenAs: string;
  /** For a person: "environment", "/config/harmoniq.yaml". */
  readonly where: string;
  /** The line of a part of the value, where there are lines. */
  readonly findLine?: ((path: readonly (string | number)[]) => number | undefined) | undefined;
}

/** Something the user must correct before Harmoniq can start. */
export interface Problem {
  readonly kind: 'missing' | 'invalid' | 'unknown' | 'file' | 'conflict';
  /** As the user wrote it, with the way into lists: `playlists[0].size`. Empty for a file as a whole. */
  readonly option: string;
  readonly where: string;
  /** What stands there; never a secret. */
  readonly found?: string | undefined;
  /** The whole sentence. */
  readonly message: string;
}

/** Nothing, in the ways that forms, files and shells write it. */
export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** Takes the fields that a form left empty out of lists and mappings. */
export const dropEmpty = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.filter((part) => !isEmpty(part)).map(dropEmpty);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => !isEmpty(part))
      .map(([key, part]) => [key, dropEmpty(part)]),
  );
};
