import { DateTime } from 'luxon';

/** Our line of the playlist's description, in the user's time zone. */
export const toSummaryLine = (atMs: number, timezone: string): string =>
  `Updated by Harmoniq on ${DateTime.fromMillis(atMs, { zone: timezone }).toFormat('yyyy-MM-dd HH:mm')}`;
