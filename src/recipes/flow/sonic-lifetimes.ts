import { dayMs } from '../../core/flow/durations.ts';

/** For how long answers about sound are kept. "Nothing known" is asked again sooner: the analysis of a library takes days. */
export const sonicLifetimeMs = { found: 30 * dayMs, nothing: 2 * dayMs };
