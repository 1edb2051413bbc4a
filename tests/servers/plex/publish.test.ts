import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createFileJournal } from '../../fakes/file-journal.ts';
import { connect, never, requestFor, startBench, type Bench } from './bench.ts';

let bench: Bench;
let counter = 0;
let title = '';
beforeAll(async () => {
  bench = await startBench({ tracks: 400 });
});
afterAll(() => bench.plex.close());
beforeEach(() => {
  counter += 1;
  title = `Evening ${counter}`;
  bench.plex.requests.clear();
});

const tracks = (from: number, to: number): readonly string[] => bench.trackIds.slice(from, to);
const ask = (wanted: readonly string[], changes: Parameters<typeof requestFor>[1] = {}) =>
  requestFor(wanted, { title, ...changes });
const publish = (
  wanted: readonly string[],
  journal: ReturnType<typeof createFileJournal>,
  changes: Parameters<typeof requestFor>[1] = {},
) => bench.server.playlists.publish(ask(wanted, changes), journal, never());
const onServer = (named = title) => bench.plex.playlists.filter((playlist) => playlist.title === named);
const writes = () => bench.plex.requests.all().filter((request) => request.method !== 'GET');
/** What another client of the server does. */
const byHand = async (method: string, path: string): Promise<void> => {
  const answer = await fetch(`${bench.plex.url}${path}`, { method, headers: { 'X-Plex-Token': bench.plex.token } });
  expect(answer.ok).toBe(true);
};
const itemsUri = (ids: readonly string[]): string =>
  encodeURIComponent(
    `server://${bench.plex.machineIdentifier}/com.plexapp.plugins.library/library/metadata/${ids.join(',')}`,
  );

describe('requests', () => {
  test('50 new tracks take at most 6, creation and check included', async () => {
    const result = await publish(tracks(0, 50), createFileJournal());
    expect(result).toMatchObject({ created: true, changed: true, moved: 0, refused: [], removed: [] });
    expect(result.added).toEqual(tracks(0, 50));
    expect(onServer()[0]?.trackIds).toEqual(tracks(0, 50));
    expect(bench.plex.requests.count).toBeLessThanOrEqual(6);
  });

  test('nothing changed takes at most 2 reads and no write, also in a new process', async () => {
    const journal = createFileJournal();
    await publish(tracks(0, 50), journal);
    bench.plex.requests.clear();
    const fresh = connect(bench.plex.url, bench.plex.token);
    const result = await fresh.playlists.publish(
      ask(tracks(0, 50), { summaryLine: 'Updated by Harmoniq on 2026-11-22 08:00' }),
      journal,
      never(),
    );
    expect(result).toMatchObject({ changed: false, created: false, added: [], removed: [], moved: 0 });
    expect(bench.plex.requests.all().map((request) => request.method)).toEqual(['GET', 'GET']);
    expect(onServer()[0]?.summary).toBe('Updated by Harmoniq on 2026-11-21 08:00');
  });

  test('no write is longer than 2 KB or names more than 100 tracks', async () => {
    await publish(tracks(0, 350), createFileJournal());
    expect(onServer()[0]?.trackIds).toEqual(tracks(0, 350));
    for (const { path } of writes()) {
      expect(path.length).toBeLessThanOrEqual(2_048);
      expect(path.split('%2C').length).toBeLessThanOrEqual(100);
    }
  });

  test('one track more and one less are two writes beside the description', async () => {
    const journal = createFileJournal();
    await publish(tracks(0, 50), journal);
    bench.plex.requests.clear();
    const result = await publish(tracks(1, 51), journal, { summaryLine: 'Updated by Harmoniq on 2026-11-22 08:00' });
    expect(result).toMatchObject({ added: tracks(50, 51), removed: tracks(0, 1), moved: 0, changed: true });
    expect(writes().map((request) => request.method)).toEqual(['PUT', 'DELETE', 'PUT']);
  });

  test('a description that shall follow costs one write when it differs, and none when it does not', async () => {
    const journal = createFileJournal();
    const { playlist } = await publish(tracks(0, 20), journal);
    await byHand(
      'PUT',
      `/playlists/${playlist.id}?summary=${encodeURIComponent(`Mine\n${onServer()[0]?.summary ?? ''}`)}`,
    );
    const line = 'Updated by Harmoniq on 2026-11-21 17:00 for Evening. Jazz until 24:00.';
    bench.plex.requests.clear();
    const wish = { summaryLine: line, keepSummaryCurrent: true };
    expect(await publish(tracks(0, 20), journal, wish)).toMatchObject({ changed: false });
    expect(onServer()[0]?.summary).toBe(`Mine\n${line}`);
    expect(writes()).toHaveLength(1);
    expect(bench.plex.requests.count).toBe(3);
    bench.plex.requests.clear();
    await publish(tracks(0, 20), journal, wish);
    expect(writes()).toEqual([]);
    expect(bench.plex.requests.count).toBe(2);
  });
});

describe('what the user owns stays', () => {
  test('text around our line survives byte for byte, and only the line is renewed', async () => {
    const journal = createFileJournal();
    const { playlist } = await publish(tracks(0, 5), journal);
    const text = ' Für Oma & Opa \n\nUpdated by Harmoniq on 2026-11-21 08:00\n$& – nicht löschen!\t';
    await byHand('PUT', `/playlists/${playlist.id}?summary=${encodeURIComponent(text)}`);
    await publish(tracks(1, 6), journal, { summaryLine: 'Updated by Harmoniq on 2027-01-02 03:04' });
    expect(onServer()[0]?.summary).toBe(text.replace('2026-11-21 08:00', '2027-01-02 03:04'));
  });

  test('a name given in Plex stays, and no second playlist appears', async () => {
    const journal = createFileJournal();
    const { playlist } = await publish(tracks(0, 5), journal);
    await byHand('PUT', `/playlists/${playlist.id}?title=Mine`);
    const result = await publish(tracks(1, 6), journal);
    expect(result.playlist).toEqual({ id: playlist.id, title: 'Mine' });
    expect(onServer()).toEqual([]);
    expect(onServer('Mine')[0]?.trackIds).toEqual(tracks(1, 6));
    expect(journal.getRecord('recipe')?.title).toBe('Mine');
  });

  test('append keeps the order that is there and adds only what is new', async () => {
    const journal = createFileJournal();
    await publish(tracks(0, 5), journal);
    const result = await publish([...tracks(3, 8)].reverse(), journal, { mode: 'append' });
    expect(onServer()[0]?.trackIds).toEqual([...tracks(0, 5), ...[...tracks(5, 8)].reverse()]);
    expect(result.removed).toEqual([]);
  });

  test('copies that crept in are taken out', async () => {
    const journal = createFileJournal();
    const { playlist } = await publish(tracks(0, 5), journal);
    await byHand('PUT', `/playlists/${playlist.id}/items?uri=${itemsUri(tracks(1, 3))}`);
    expect(onServer()[0]?.trackIds).toHaveLength(7);
    await publish(tracks(0, 5), journal);
    expect(onServer()[0]?.trackIds).toEqual(tracks(0, 5));
  });
});

describe('which playlist is ours', () => {
  test('one of the same name that we did not make is left alone', async () => {
    await byHand(
      'POST',
      `/playlists?type=audio&smart=0&title=${encodeURIComponent(title)}&uri=${itemsUri(tracks(0, 3))}`,
    );
    const result = await publish(tracks(10, 15), createFileJournal());
    expect(result.created).toBe(true);
    expect(onServer().map((playlist) => playlist.trackIds)).toEqual([tracks(0, 3), tracks(10, 15)]);
  });

  test('it is taken over when the user says so', async () => {
    await byHand(
      'POST',
      `/playlists?type=audio&smart=0&title=${encodeURIComponent(title)}&uri=${itemsUri(tracks(0, 3))}`,
    );
    const journal = createFileJournal();
    const result = await publish(tracks(10, 15), journal, { adopt: true });
    expect(result.created).toBe(false);
    expect(onServer().map((playlist) => playlist.trackIds)).toEqual([tracks(10, 15)]);
    expect(journal.memory().versions.map((version) => version.tracks)).toEqual([tracks(0, 3)]);
  });

  test('two of that name are a conflict', async () => {
    const path = `/playlists?type=audio&smart=0&title=${encodeURIComponent(title)}&uri=${itemsUri(tracks(0, 3))}`;
    await byHand('POST', path);
    await byHand('POST', path);
    await expect(publish(tracks(10, 15), createFileJournal(), { adopt: true })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('a smart playlist is never adopted', async () => {
    const result = await publish(tracks(0, 3), createFileJournal(), { title: 'Recently Added', adopt: true });
    expect(result.created).toBe(true);
  });

  test('one that was deleted in Plex is made anew', async () => {
    const journal = createFileJournal();
    const { playlist } = await publish(tracks(0, 5), journal);
    await byHand('DELETE', `/playlists/${playlist.id}`);
    expect(await bench.server.playlists.get(playlist.id, never())).toBeUndefined();
    const again = await publish(tracks(0, 5), journal);
    expect(again.created).toBe(true);
    expect(onServer()).toHaveLength(1);
  });

  test("another server's playlist is a conflict, and nothing is written", async () => {
    const journal = createFileJournal();
    journal.saveRecord({ recipeId: 'recipe', machineId: 'other', playlistId: '1', guid: undefined, title });
    await expect(publish(tracks(0, 5), journal)).rejects.toMatchObject({ code: 'conflict' });
    expect(writes()).toEqual([]);
  });

  test('an old number that now belongs to another list is not written to', async () => {
    const journal = createFileJournal();
    const stranger = bench.plex.playlists.find((playlist) => playlist.title === 'Sunday Drive');
    const record = {
      recipeId: 'recipe',
      machineId: bench.plex.machineIdentifier,
      guid: 'com.plexapp.agents.none://gone',
    };
    journal.saveRecord({ ...record, playlistId: stranger?.id ?? '', title });
    expect((await publish(tracks(20, 25), journal)).created).toBe(true);
    expect(onServer('Sunday Drive')[0]?.trackIds).toEqual(stranger?.trackIds);
  });

  test('a smart playlist under our number is a conflict', async () => {
    const journal = createFileJournal();
    const smart = bench.plex.playlists.find((playlist) => playlist.smart);
    const record = { recipeId: 'recipe', machineId: bench.plex.machineIdentifier, guid: undefined };
    journal.saveRecord({ ...record, playlistId: smart?.id ?? '', title });
    await expect(publish(tracks(0, 5), journal)).rejects.toMatchObject({ code: 'conflict' });
    expect(writes()).toEqual([]);
  });
});

describe('tracks that the server does not know', () => {
  test('are reported as refused, the rest is published', async () => {
    const journal = createFileJournal();
    const result = await publish(['99999991', ...tracks(0, 4), '99999992'], journal);
    expect(result.refused).toEqual(['99999991', '99999992']);
    expect(onServer()[0]?.trackIds).toEqual(tracks(0, 4));
    expect(journal.getOpenIntents()).toEqual([]);
  });

  test('if there is no other, nothing is left behind', async () => {
    const journal = createFileJournal();
    await expect(publish(['99999991'], journal)).rejects.toMatchObject({ code: 'not-found' });
    expect(onServer()).toEqual([]);
    expect(journal.memory()).toMatchObject({ intents: {}, records: {} });
  });

  test('a good playlist is not replaced by them', async () => {
    const journal = createFileJournal();
    await publish(tracks(0, 5), journal);
    await expect(publish(['99999991'], journal)).rejects.toMatchObject({ code: 'not-found' });
    expect(onServer()[0]?.trackIds).toEqual(tracks(0, 5));
    expect(journal.getOpenIntents()).toEqual([]);
  });
});

describe('careful by default', () => {
  test('an empty list is refused', async () => {
    await expect(publish([], createFileJournal())).rejects.toMatchObject({ code: 'invalid-input' });
    expect(bench.plex.requests.count).toBe(0);
  });

  test('a dry run tells what would happen and writes nothing, neither there nor here', async () => {
    const journal = createFileJournal();
    expect(await publish(tracks(0, 5), journal, { dryRun: true })).toMatchObject({
      created: true,
      added: tracks(0, 5),
    });
    await publish(tracks(0, 5), journal);
    const before = JSON.stringify(journal.memory());
    bench.plex.requests.clear();
    const result = await publish([...tracks(2, 5), ...tracks(0, 1), ...tracks(9, 10)], journal, { dryRun: true });
    expect(result).toMatchObject({ changed: true, added: tracks(9, 10), removed: tracks(1, 2), moved: 1 });
    expect(writes()).toEqual([]);
    expect(JSON.stringify(journal.memory())).toBe(before);
  });

  test('the state before the first write is kept for undo', async () => {
    const journal = createFileJournal();
    await publish(tracks(0, 5), journal);
    await publish(tracks(3, 9), journal);
    expect(journal.memory().versions.map((version) => version.tracks)).toEqual([tracks(0, 5)]);
  });

  test('two publishes at once end as one after the other', async () => {
    const journal = createFileJournal();
    await Promise.all([publish(tracks(0, 30), journal), publish(tracks(20, 40), journal)]);
    expect(onServer().map((playlist) => playlist.trackIds)).toEqual([tracks(20, 40)]);
  });

  test('a server that does not obey moves still ends with all tracks', async () => {
    const journal = createFileJournal();
    await publish(tracks(0, 5), journal);
    const end = bench.plex.onRequest(({ phase, path }) => {
      if (phase === 'before' && path.includes('/move')) bench.plex.faults.add({ kind: 'html' });
    });
    const result = await publish([...tracks(0, 5)].reverse(), journal);
    end();
    expect(result.removed).toEqual([]);
    expect(new Set(onServer()[0]?.trackIds)).toEqual(new Set(tracks(0, 5)));
  });
});
