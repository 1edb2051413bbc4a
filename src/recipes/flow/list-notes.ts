import type { DropReason } from '../../core/candidate.ts';
import { describeRelaxing, joinWords } from '../../core/flow/ladder.ts';
import type { DrawnList } from './draw-list.ts';
import type { FlowField } from './open-field.ts';

/** Sentences for the report: what the library does not know, what was kept out, what gave way, what is missing. */
export const listNotes = (field: FlowField, drawn: DrawnList): readonly string[] =>
  [
    ...field.criteria.notes,
    describeLeftOut(field, drawn),
    describeRelaxing(field.ladder, drawn.reached),
    describeThrift(field, drawn),
    describeDial(field, drawn),
    describeShortage(field, drawn),
  ].filter((note) => note !== undefined);

const describeLeftOut = (field: FlowField, drawn: DrawnList): string | undefined => {
  const { settings, looked, total: matching } = field;
  const { unheardForDays, memoryDays } = settings.rules;
  const words: Partial<Record<DropReason, string>> = {
    'played-lately': `heard in the last ${sayDays(unheardForDays)}`,
    'listed-lately': `in a list of the last ${sayDays(memoryDays)}`,
    'skipped-often': 'skipped often',
    'rated-too-low': 'rated too low',
    unrated: 'never rated',
    'not-today': 'not wanted today',
    'too-long': 'too long',
    'too-short': 'too short',
  };
  const counts = [...countLeftOut(field, drawn)]
    .filter(([, count]) => count > 0)
    .sort(([one, less], [other, more]) => more - less || (one < other ? -1 : 1));
  if (counts.length === 0) return undefined;
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const parts = counts.map(([reason, count]) => `${count} ${words[reason] ?? reason}`);
  const were = total === 1 ? 'was' : 'were';
  const all =
    looked < matching
      ? `Of ${looked} tracks that were looked at (${matching} match), ${total} ${were} left out`
      : `${sayAmount(total, 'track')} ${were} left out`;
  return `${all}: ${joinWords(parts)}.`;
};

/** Without what came in after all when a rule gave way; what was set aside altogether kept nothing out. */
const countLeftOut = (
  { leftOut, ladder }: FlowField,
  { entries, reached }: DrawnList,
): ReadonlyMap<DropReason, number> => {
  const rung = ladder[reached];
  const own = entries.filter(({ candidate }) => candidate.breadth === 0 && !candidate.widened);
  const heard = own.filter(({ candidate }) => candidate.heard > 0).length;
  const listed = own.filter(({ candidate }) => candidate.heard === 0 && candidate.memory > 0).length;
  const less = (reason: DropReason, cameIn: number, isOff: boolean): readonly [DropReason, number] => [
    reason,
    isOff ? 0 : Math.max(0, (leftOut.get(reason) ?? 0) - cameIn),
  ];
  return new Map([
    ...leftOut,
    less('played-lately', heard, rung?.heard === 2),
    less('listed-lately', listed, rung?.memory === 2),
  ]);
};

const sayDays = (days: number): string => (days === 1 ? 'day' : `${days} days`);

/** Said when the flow's own share of known tracks was lowered by more than a tenth of the list, for want of them. */
const describeThrift = ({ settings }: FlowField, { entries }: DrawnList): string | undefined => {
  const size = entries.length;
  const [wanted, fair] = [settings.askedFamiliarity, settings.familiarity].map((share) => Math.round(share * size));
  if (wanted === undefined || fair === undefined || wanted - fair <= Math.max(1, size * 0.1)) return undefined;
  return `Few of the tracks that fit are known to you: about ${fair} of ${size} are taken instead of ${wanted}, so that they last.`;
};

/** The dial gives way before a rule does; that is said when it is more than a tenth off, and always where only the one kind was wanted. */
const describeDial = (field: FlowField, { entries, dry }: DrawnList): string | undefined => {
  const size = entries.length;
  const wanted = Math.round(field.settings.familiarity * size);
  const familiar = entries.filter(({ candidate }) => candidate.familiar).length;
  const tolerance = wanted === 0 || wanted === size ? 0 : Math.max(1, size * 0.1);
  if (Math.abs(familiar - wanted) <= tolerance) return undefined;
  return familiar < wanted
    ? `${sayShare(familiar, size)} known to you instead of ${wanted}${sayDry(field, dry.familiar)}.`
    : `${sayShare(size - familiar, size)} new to you instead of ${size - wanted}${sayDry(field, dry.fresh)}.`;
};

const sayShare = (count: number, size: number): string =>
  `Of ${size === 1 ? 'one track' : `${size} tracks`} ${count === 0 ? 'none is' : count === 1 ? 'only one is' : `only ${count} are`}`;

/** Claims no more than what was looked at. */
const sayDry = ({ looked, total }: FlowField, isDry: boolean): string => {
  if (!isDry) return '';
  return looked < total
    ? `: no more that fit were among the ${looked} that were looked at`
    : ': there are no more that fit';
};

const describeShortage = ({ settings }: FlowField, { entries, full }: DrawnList): string | undefined => {
  if (full) return undefined;
  if (entries.length === 0) return 'No track of the library fits.';
  const { length } = settings;
  const fit = entries.length === 1 ? 'fits' : 'fit';
  return length.kind === 'tracks'
    ? `The list falls short of ${sayAmount(length.tracks, 'track')}: only ${entries.length} ${fit}.`
    : `The list falls short of ${sayAmount(length.minutes, 'minute')}: only ${sayAmount(entries.length, 'track')} ${fit}.`;
};

const sayAmount = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
