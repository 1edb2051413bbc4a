import { z } from 'zod';
import type { HomeEntity, HomeStates } from '../../../core/flow/home-rule.ts';

const attributes = z.record(z.string(), z.unknown());
/** Seconds since 1970, with a fraction. */
const moment = z.number().nonnegative();
/** What Home Assistant's `subscribe_entities` sends: s = state, a = attributes, lc = last changed, lu = last updated where that is another moment. */
const entityShape = z.object({ s: z.string(), a: attributes.default({}), lc: moment, lu: moment.optional() });
const changeShape = z.object({
  '+': entityShape.partial().optional(),
  '-': z.object({ a: z.array(z.string()).optional() }).optional(),
});
const eventShape = z.object({
  a: z.record(z.string(), entityShape).default({}),
  c: z.record(z.string(), changeShape).default({}),
  r: z.array(z.string()).default([]),
});

export interface EntityFeed {
  /** Takes one event in; false = it is not of the known form, and nothing was changed. */
  apply(event: unknown): boolean;
  /** What is known after it; a new map after each event. */
  readonly states: HomeStates;
}

/** Puts together what `subscribe_entities` sends in pieces: entities that come, what changes about them, those that go. */
export const createEntityFeed = (): EntityFeed => {
  let states: ReadonlyMap<string, HomeEntity> = new Map();
  return {
    apply(event) {
      const parsed = eventShape.safeParse(event);
      if (!parsed.success) return false;
      const { a: added, c: changed, r: removed } = parsed.data;
      const next = new Map(states);
      for (const [id, entity] of Object.entries(added)) next.set(id, toEntity(entity));
      for (const [id, change] of Object.entries(changed)) {
        const before = next.get(id);
        if (before !== undefined) next.set(id, applyChange(before, change));
      }
      for (const id of removed) next.delete(id);
      states = next;
      return true;
    },
    get states() {
      return states;
    },
  };
};

const toMs = (seconds: number): number => Math.round(seconds * 1_000);

const toEntity = ({ s, a, lc, lu }: z.output<typeof entityShape>): HomeEntity => ({
  state: s,
  attributes: a,
  changedAtMs: toMs(lc),
  updatedAtMs: toMs(lu ?? lc),
});

const applyChange = (before: HomeEntity, change: z.output<typeof changeShape>): HomeEntity => {
  const { s, a, lc, lu } = change['+'] ?? {};
  const gone = new Set(change['-']?.a ?? []);
  const kept = Object.entries(before.attributes).filter(([name]) => !gone.has(name));
  const updated = lu ?? lc;
  return {
    state: s ?? before.state,
    attributes: { ...Object.fromEntries(kept), ...a },
    changedAtMs: lc === undefined ? before.changedAtMs : toMs(lc),
    updatedAtMs: updated === undefined ? before.updatedAtMs : toMs(updated),
  };
};
