import type { Database } from 'better-sqlite3';
import type { Level } from '../servers/server.ts';
import type { Coverage } from './library.ts';

/** A full pass that has begun: where the next start goes on. Stored with every page, in the page's own transaction. */
export interface Pass {
  readonly level: Level;
  readonly step: 'items' | 'tags';
  /** `items`: rows of the listing that are in; `tags`: the mirror's number of the last item whose tags are in. */
  readonly offset: number;
  readonly total: number | undefined;
  /** The server's clock when the pass began: the first delta afterwards starts here. */
  readonly serverTimeMs: number | undefined;
  /** The total changed on the way: the listing may have shifted. */
  readonly dirty: boolean;
  readonly added: number;
  readonly changed: number;
}

/** Counts that were last found to belong together, so that a known difference is not looked into again and again. */
export interface Settled {
  readonly mirrored: number;
  readonly onServer: number;
  /** Ids on the server that its listing does not give a readable row for. */
  readonly unknown: number;
}

/** What the mirror knows about following one music library. */
export interface SectionState {
  readonly id: string;
  title: string;
  onServer: number | undefined;
  contentChangedAtMs: number | undefined;
  deltaSinceMs: number | undefined;
  fullAtMs: number | undefined;
  filtersIgnored: boolean;
  inventoryAtMs: number | undefined;
  /** Number of the sync that last proved mirror and server equal; tracks mirrored later are new. */
  settledIn: number;
  settled: Partial<Record<Level, Settled>>;
  heldBack: number;
  pass: Pass | undefined;
}

export interface SectionStore {
  readonly list: () => readonly SectionState[];
  /** A state to work on; new for an unknown section. */
  readonly load: (id: string, title: string) => SectionState;
  readonly save: (state: SectionState) => void;
  readonly remove: (id: string) => void;
  readonly getCoverage: () => readonly Coverage[];
}

interface SectionRow {
  readonly id: string;
  readonly title: string;
  readonly on_server: number | null;
  readonly content_changed_at: number | null;
  readonly delta_since: number | null;
  readonly full_at: number | null;
  readonly filters_ignored: number;
  readonly inventory_at: number | null;
  readonly settled_in: number;
  readonly settled: string;
  readonly held_back: number;
  readonly pass: string | null;
}

export const createSectionStore = (database: Database): SectionStore => {
  const list = database.prepare<[], SectionRow>('SELECT * FROM sections ORDER BY title, id');
  const find = database.prepare<[string], SectionRow>('SELECT * FROM sections WHERE id = ?');
  const save = database.prepare('INSERT OR REPLACE INTO sections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const remove = database.prepare<[string]>('DELETE FROM sections WHERE id = ?');
  const count = database.prepare<[string], number>('SELECT count(*) FROM tracks WHERE section_id = ?').pluck();

  return {
    list: () => list.all().map(toState),
    load(id, title) {
      const row = find.get(id);
      return row === undefined ? emptyState(id, title) : { ...toState(row), title };
    },
    save: (state) =>
      void save.run(
        state.id,
        state.title,
        state.onServer ?? null,
        state.contentChangedAtMs ?? null,
        state.deltaSinceMs ?? null,
        state.fullAtMs ?? null,
        state.filtersIgnored ? 1 : 0,
        state.inventoryAtMs ?? null,
        state.settledIn,
        JSON.stringify(state.settled),
        state.heldBack,
        state.pass === undefined ? null : JSON.stringify(state.pass),
      ),
    remove: (id) => void remove.run(id),
    getCoverage: () =>
      list.all().flatMap((row) => {
        const mirrored = count.get(row.id) ?? 0;
        return [{ section: row.title, mirrored, onServer: row.on_server ?? mirrored }];
      }),
  };
};

const emptyState = (id: string, title: string): SectionState => ({
  id,
  title,
  onServer: undefined,
  contentChangedAtMs: undefined,
  deltaSinceMs: undefined,
  fullAtMs: undefined,
  filtersIgnored: false,
  inventoryAtMs: undefined,
  settledIn: 0,
  settled: {},
  heldBack: 0,
  pass: undefined,
});

const toState = (row: SectionRow): SectionState => ({
  id: row.id,
  title: row.title,
  onServer: row.on_server ?? undefined,
  contentChangedAtMs: row.content_changed_at ?? undefined,
  deltaSinceMs: row.delta_since ?? undefined,
  fullAtMs: row.full_at ?? undefined,
  filtersIgnored: row.filters_ignored === 1,
  inventoryAtMs: row.inventory_at ?? undefined,
  settledIn: row.settled_in,
  settled: JSON.parse(row.settled) as SectionState['settled'],
  heldBack: row.held_back,
  pass: row.pass === null ? undefined : (JSON.parse(row.pass) as Pass),
});
