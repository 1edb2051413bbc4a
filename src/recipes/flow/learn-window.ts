import { DateTime } from 'luxon';
import type { Occurrence } from '../../core/flow/decision.ts';
import { learnTaste, noTaste, type Taste } from '../../core/flow/learn-taste.ts';
import { dayMs } from '../../core/flow/durations.ts';
import type { TrackId } from '../../core/track.ts';
import type { ChooseContext } from '../recipe-kind.ts';
import type { FlowSettings } from './flow-settings.ts';

const weeksBack = 26;
/** The most played tracks of the window say enough of its taste. */
const mostSamples = 150;

/** What was heard when this window was on before. */
export interface WindowHabits {
  /** Plays in past turns of the window; those on the same day of the week count double. */
  readonly plays: ReadonlyMap<TrackId, number>;
  readonly taste: Taste;
}

/** Nothing where learning is off or there is no history yet. */
export const learnWindow = (context: ChooseContext, { window, rules, turnStartMs }: FlowSettings): WindowHabits => {
  if (!rules.learn) return { plays: new Map(), taste: noTaste };
  const { library, moment, timezone } = context;
  const turns = moment.timetable
    .listOccurrences(window.id, turnStartMs - weeksBack * 7 * dayMs, turnStartMs)
    .filter(({ endMs }) => endMs <= turnStartMs);
  const weekdayOf = (atMs: number): number => DateTime.fromMillis(atMs, { zone: timezone }).weekday;
  const today = weekdayOf(turnStartMs);
  const plays = new Map<TrackId, number>();
  const count = (stretches: readonly Occurrence[]): void => {
    if (stretches.length === 0) return;
    const counted = library.listens.countPlays(
      stretches.map(({ startMs, endMs }) => ({ fromMs: startMs, toMs: endMs })),
    );
    for (const { trackId, plays: more } of counted) plays.set(trackId, (plays.get(trackId) ?? 0) + more);
  };
  count(turns);
  count(turns.filter(({ startMs }) => weekdayOf(startMs) === today));
  return { plays, taste: learn(context, plays) };
};

const learn = ({ library }: ChooseContext, plays: ReadonlyMap<TrackId, number>): Taste => {
  if (plays.size === 0) return noTaste;
  const most = [...plays].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1)).slice(0, mostSamples);
  const samples = most.map(([id, count]) => ({ plays: count, tags: library.getTags(id) }));
  return learnTaste(samples, {
    tracks: library.count().tracks,
    moods: library.listTags('mood'),
    styles: library.listTags('style'),
  });
};
