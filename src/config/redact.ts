import { printWindows } from '../core/flow/print-windows.ts';
import { describeList, type ListEntry } from './describe-lists.ts';
import type { LoadedConfig } from './load.ts';
import { listOptions, type Config } from './schema.ts';
import { maskUrl } from './url-secrets.ts';

/** One option as it may be shown to anybody. */
export interface ConfigRow {
  /** As files write it: `plex_url`. */
  readonly name: string;
  /** As the environment writes it; undefined when the environment cannot set it. */
  readonly env: string | undefined;
  /** Secrets as "(set)", absent values as "(not set)". */
  readonly value: string;
  readonly origin: string;
  /** What a list of things holds, for a person to read; undefined for every other option. */
  readonly entries: readonly ListEntry[] | undefined;
}

/** The whole configuration in the order of the documentation, safe to print. */
export const showConfig = (loaded: Pick<LoadedConfig<Partial<Config>>, 'config' | 'origins'>): readonly ConfigRow[] =>
  listOptions().map((info) => ({
    name: info.file,
    env: info.only === 'file' ? undefined : info.env,
    value:
      info.name === 'timeWindows' && loaded.config.timeWindows !== undefined
        ? printWindows(loaded.config.timeWindows)
        : showValue(loaded.config[info.name], info.secret === true),
    origin: loaded.origins.get(info.name) ?? 'default',
    entries: describeList(info.name, loaded.config),
  }));

const showValue = (value: unknown, secret: boolean): string => {
  if (value === undefined) return '(not set)';
  if (secret) return '(set)';
  if (typeof value === 'string') return value.includes('://') ? maskUrl(value) : value;
  if (Array.isArray(value) && value.every((part) => typeof part === 'string'))
    return value.length === 0 ? '(none)' : value.join(', ');
  return JSON.stringify(value);
};
