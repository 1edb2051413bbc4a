import type { Library } from '../library/library.ts';

/** What the schedule keeps in the library's settings, so that every process and every restart sees the same. */
const enabledName = 'schedule-enabled';
const nextCycleName = 'schedule-next-cycle-at';

/** On until somebody turns it off. */
export const isScheduleEnabled = (library: Library): boolean => library.getSetting(enabledName) !== 'false';

export const saveScheduleEnabled = (library: Library, enabled: boolean): void =>
  library.setSetting(enabledName, String(enabled));

/** When the service means to run its next cycle; undefined = it is stopped, switched off or never ran. */
export const getNextCycleAtMs = (library: Library): number | undefined => {
  const value = Number(library.getSetting(nextCycleName) ?? '');
  return Number.isFinite(value) && value > 0 ? value : undefined;
};

export const saveNextCycleAtMs = (library: Library, atMs: number | undefined): void =>
  library.setSetting(nextCycleName, atMs === undefined ? '' : String(atMs));
