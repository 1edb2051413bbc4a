import { DateTime, Duration } from 'luxon';
import type { FlowSummary } from '../operations/flow/flow-summary.ts';

/** How doors write figures and moments for people. English, whatever the machine's locale is. */
const locale = 'en-GB';
const wholeNumber = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const formatCount = (count: number): string => wholeNumber.format(count);

/** `1 track`, `2 tracks`. */
export const formatAmount = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** 0–1 → `87 %`. Never rounds up to a full hundred. */
export const formatShare = (share: number): string => `${share >= 1 ? 100 : Math.min(99, Math.round(share * 100))} %`;

/** `50,312 of 50,312`. */
export const formatCoverage = (mirrored: number, onServer: number): string =>
  `${formatCount(mirrored)} of ${formatCount(onServer)}`;

/** `today 07:00`, `yesterday 07:00`, `21 Nov 07:00`, `21 Nov 2025 07:00`. */
export const formatMoment = (atMs: number, nowMs: number, zone: string): string => {
  const moment = DateTime.fromMillis(atMs, { zone, locale });
  const now = DateTime.fromMillis(nowMs, { zone, locale });
  const days = Math.round(now.startOf('day').diff(moment.startOf('day'), 'days').days);
  const time = moment.toFormat('HH:mm');
  if (days === 0) return `today ${time}`;
  if (days === 1) return `yesterday ${time}`;
  if (days === -1) return `tomorrow ${time}`;
  return `${moment.toFormat(moment.year === now.year ? 'd LLL' : 'd LLL yyyy')} ${time}`;
};

/** `0.4 s`, `3 s`, `2 min 05 s`, `1 h 10 min`. */
export const formatDuration = (durationMs: number): string => {
  if (durationMs > 0 && durationMs < 950) return `${Math.max(0.1, durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600 && seconds % 60 === 0) return `${seconds / 60} min`;
  if (seconds < 3600) return Duration.fromObject({ seconds }).toFormat("m 'min' ss 's'");
  return Duration.fromObject({ seconds }).toFormat("h 'h' mm 'min'");
};

/** `day`, `6 hours`, `90 minutes`: to be put after "every". */
export const formatInterval = (minutes: number): string => {
  const [count, unit] =
    minutes % 1_440 === 0
      ? [minutes / 1_440, 'day']
      : minutes % 60 === 0
        ? [minutes / 60, 'hour']
        : [minutes, 'minute'];
  return count === 1 ? unit : formatAmount(count, unit);
};

/**
 * Takes out what a title must not bring along: control characters (terminal escapes, line breaks) and marks that turn the direction of
 * writing around.
 */
export const cleanText = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202A-\u202E\u2066-\u2069\u200E\u200F\uFEFF]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();

const missReasons: Readonly<Record<string, string>> = {
  'no-such-artist': 'artist not in the library',
  'no-such-title': 'title not in the library',
  'only-other-version': 'only another version is there',
  'too-unsure': 'a near match was too unsure',
  'rejected-by-user': 'you said it is not there',
  'unusable-name': 'the name cannot be used',
};
export const describeMissReason = (reason: string): string => missReasons[reason] ?? reason;

const dropReasons: Readonly<Record<string, string>> = {
  'duplicate-song': 'another copy of the song is in',
  'artist-cap': 'enough of this artist',
  'list-full': 'the list is full',
  'file-missing': 'its file is missing',
  excluded: 'excluded',
};
export const describeDropReason = (reason: string): string => dropReasons[reason] ?? reason;

/** Why a stale flow is stale. */
export const describeStale = ({
  publishedWindow,
  activeWindow,
}: Pick<FlowSummary, 'publishedWindow' | 'activeWindow'>): string => {
  if (publishedWindow === undefined) return 'not made yet';
  return publishedWindow === activeWindow ? 'to be made anew' : `still holds ${publishedWindow}`;
};

export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
