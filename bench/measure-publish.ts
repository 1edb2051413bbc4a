import SqliteDatabase from 'better-sqlite3';
import { connect, never, open } from './plex.ts';
import type { LoggedRequest, StandIn } from './processes.ts';
import type { Result } from './result.ts';

const playlistSize = 50;

/** What publishing asks of the server: all tracks new, then nothing changed. */
export const measurePublishing = async (standIn: StandIn, path: string): Promise<readonly Result[]> => {
  const library = open(path);
  const server = connect(standIn);
  const ids = sampleIds(path, playlistSize * 2);
  const publish = async (tracks: readonly string[]): Promise<readonly LoggedRequest[]> => {
    await standIn.clear();
    await server.playlists.publish(
      {
        recipeId: 'bench',
        title: 'Bench',
        summaryLine: 'Updated by the bench',
        tracks,
        mode: 'replace',
        adopt: false,
        dryRun: false,
      },
      library.journal,
      never,
    );
    return standIn.requests();
  };
  const created = await publish(ids.slice(0, playlistSize));
  const same = await publish(ids.slice(0, playlistSize));
  const replaced = await publish(ids.slice(playlistSize));
  library.close();
  const writes = same.filter(({ method }) => method !== 'GET').length;
  return [
    {
      what: 'Publishing 50 tracks, all new',
      measured: created.length,
      unit: 'requests',
      target: 6,
      note: `${replaced.length} when 50 old ones leave: Plex removes one a request`,
    },
    { what: 'Publishing with nothing changed: reads', measured: same.length - writes, unit: 'requests', target: 2 },
    { what: 'Publishing with nothing changed: writes', measured: writes, unit: 'requests', target: 0 },
  ];
};

const sampleIds = (path: string, count: number): readonly string[] => {
  const database = new SqliteDatabase(path, { readonly: true });
  const ids = database.prepare<[number], string>('SELECT id FROM tracks ORDER BY n LIMIT ?').pluck().all(count);
  database.close();
  return ids;
};
