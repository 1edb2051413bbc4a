import { DateTime } from 'luxon';

/**
 * What doors give to machines: moments (`startedAtMs`) become ISO 8601 with offset (`startedAt`), absent facts are left out, the rest stays
 * as the operation gave it. Lengths of time (`durationMs`) keep their unit.
 */
export const toDoorJson = (value: unknown, zone: string): unknown => {
  if (Array.isArray(value)) return value.map((item: unknown) => toDoorJson(item, zone));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    if (inner === undefined) return [];
    if (typeof inner === 'number' && key.endsWith('AtMs')) return [[key.slice(0, -2), toIso(inner, zone)]];
    return [[key, toDoorJson(inner, zone)]];
  });
  return Object.fromEntries(entries);
};

/** ISO 8601 with the zone's offset, to the second. */
export const toIso = (atMs: number, zone: string): string | null =>
  DateTime.fromMillis(atMs, { zone }).toISO({ suppressMilliseconds: true });
