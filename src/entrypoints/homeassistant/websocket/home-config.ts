import { DateTime } from 'luxon';
import { z } from 'zod';
import { isTimeZone } from '../../../config/option-types.ts';
import type { Logger } from '../../../lib/logger.ts';
import type { HomeConnection } from './home-connection.ts';
import type { Place } from './home-state.ts';

const shape = z.object({
  latitude: z.number().min(-90).max(90).optional().catch(undefined),
  longitude: z.number().min(-180).max(180).optional().catch(undefined),
  time_zone: z.string().optional().catch(undefined),
  version: z.string().max(40).optional().catch(undefined),
  state: z.string().optional().catch(undefined),
});

/** What Home Assistant tells about itself. */
export interface HomeFacts {
  readonly place: Place | undefined;
  readonly timeZone: string | undefined;
  readonly version: string | undefined;
  /** It still starts: its entities are not all back. */
  readonly starting: boolean;
}

/** The first command over a connection: only its answer proves that Home Assistant itself is there, and not just a proxy before it. */
export const readHomeFacts = async (connection: HomeConnection): Promise<HomeFacts> => {
  const parsed = shape.safeParse(await connection.ask({ type: 'get_config' }, 'to tell its settings'));
  const { latitude, longitude, time_zone: timeZone, version, state } = parsed.success ? parsed.data : {};
  return {
    place: latitude === undefined || longitude === undefined ? undefined : { latitude, longitude },
    timeZone,
    version,
    starting: state === 'NOT_RUNNING' || state === 'STARTING',
  };
};

const monthsAhead = 12;

/** Do two zones ever show another time within the coming year? Zones of other names often do not. */
export const differInTime = (zone: string, other: string, nowMs: number): boolean => {
  if (zone === other) return false;
  const now = DateTime.fromMillis(nowMs, { zone: 'utc' });
  return Array.from({ length: monthsAhead }, (_value, months) => now.plus({ months })).some(
    (moment) => moment.setZone(zone).offset !== moment.setZone(other).offset,
  );
};

/** Says once when the windows of the day will not follow Home Assistant's clock. */
export const createZoneWarner = (timezone: string, logger: Logger) => {
  let warned = false;
  return (theirs: string | undefined, nowMs: number): void => {
    if (warned || theirs === undefined || !isTimeZone(theirs) || !differInTime(timezone, theirs, nowMs)) return;
    warned = true;
    logger.warn(
      { timezone, homeAssistant: theirs },
      'Home Assistant lives in another time zone; windows follow TIMEZONE. Set it to the same zone if that is not wanted',
    );
  };
};
