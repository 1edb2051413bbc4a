import { toPlain } from './plain-text.ts';
import { everyDay, printDays } from './window-days.ts';
import { isOnCall, printSpan } from './window-draft.ts';
import { criteriaFields } from './window-fields.ts';
import { printYears } from './window-years.ts';
import type { Criteria, Window } from './window.ts';

/** The windows as text that `parseWindows` reads back to the same windows. */
export const printWindows = (windows: readonly Window[]): string => windows.map(printWindow).join(';');

const printWindow = (window: Window): string =>
  [
    ...(isOnCall(window) ? [] : [printSpan(window)]),
    `name=${printValue(window.name)}`,
    ...(window.days.length === everyDay.length || isOnCall(window) ? [] : [`days=${printDays(window.days)}`]),
    ...printCriteria(window.include, ''),
    ...printCriteria(window.exclude, '-'),
    ...printPart('rating', window.minRating, (rating) => rating / 2),
    ...printPart('familiarity', window.familiarity, (share) => Math.round(share * 100)),
    ...printPart('energy', window.energy, (energy) => energy),
    ...printPart(window.length?.kind ?? '', window.length, (length) =>
      length.kind === 'tracks' ? length.tracks : length.minutes,
    ),
  ].join(':');

const printPart = <Value>(
  key: string,
  value: Value | undefined,
  print: (value: Value) => string | number,
): readonly string[] => (value === undefined ? [] : [`${key}=${print(value)}`]);

const printCriteria = (criteria: Criteria, prefix: string): readonly string[] =>
  criteriaFields.flatMap((field) => {
    const values = field === 'years' ? criteria.years.map(printYears) : criteria[field].map(printValue);
    return values.length === 0 ? [] : [`${prefix}${field}=${values.join(',')}`];
  });

/** In quotes where a bare value would be read differently. */
const printValue = (value: string): string =>
  /[,:;"]/.test(toPlain(value)) || /^[“”„‟]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
