import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Database } from 'better-sqlite3';

export interface LeaseStore {
  /** Takes or renews the lease; false = somebody living holds it. */
  readonly acquire: (name: string, owner: string, lifetimeMs: number) => boolean;
  readonly release: (name: string, owner: string) => void;
}

interface LeaseRow {
  readonly owner: string;
  readonly host: string;
  readonly processId: number;
  readonly processToken: string;
  readonly expiresAt: number;
}

/** Containers restart with the same host name and process id, so a process is known by a token of its own. */
const processToken = randomUUID();

/** Named locks across processes. One whose process is known to be dead is free at once, any other when it expires. */
export const createLeaseStore = (database: Database, now: () => number): LeaseStore => {
  const find = database.prepare<[string], LeaseRow>(
    `SELECT owner, host, process_id AS processId, process_token AS processToken, expires_at AS expiresAt
     FROM leases WHERE name = ?`,
  );
  const save = database.prepare('INSERT OR REPLACE INTO leases VALUES (?, ?, ?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM leases WHERE name = ? AND owner = ?');
  const acquire = database.transaction((name: string, owner: string, lifetimeMs: number): boolean => {
    const held = find.get(name);
    if (held !== undefined && held.owner !== owner && held.expiresAt > now() && mayLive(held)) return false;
    save.run(name, owner, hostname(), process.pid, processToken, now() + lifetimeMs);
    return true;
  });
  return {
    acquire: (name, owner, lifetimeMs) => acquire.immediate(name, owner, lifetimeMs),
    release: (name, owner) => void remove.run(name, owner),
  };
};

const mayLive = (held: LeaseRow): boolean => {
  if (held.host !== hostname()) return true;
  if (held.processId === process.pid) return held.processToken === processToken;
  try {
    process.kill(held.processId, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return (error as { readonly code?: unknown }).code !== 'ESRCH';
  }
};
