import type { Database } from 'better-sqlite3';

export interface SettingStore {
  readonly get: (name: string) => string | undefined;
  readonly set: (name: string, value: string) => void;
}

export const createSettingStore = (database: Database): SettingStore => {
  const get = database.prepare<[string], string>('SELECT value FROM settings WHERE name = ?').pluck();
  const set = database.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)');
  return { get: (name) => get.get(name), set: (name, value) => void set.run(name, value) };
};
