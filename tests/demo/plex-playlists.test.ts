import { afterEach, describe, expect, test } from '@jest/globals';
import type { PlaylistState } from '../../src/demo/plex/playlist-store.ts';
import { page, usePlex, type Container, type Row } from './plex-kit.ts';

const kit = usePlex({ tracks: 200, seed: 11 });
const state = (id: string): PlaylistState => kit.plex.playlists.find((playlist) => playlist.id === id) as PlaylistState;
const send = (method: string, path: string): Promise<Response> => kit.send(method, path);
const read = async (answer: Response): Promise<Container> =>
  ((await answer.json()) as { MediaContainer: Container }).MediaContainer;
const trackIds = (): readonly string[] => kit.plex.mutate.trackIds();

async function create(ids: readonly string[], title = 'Mix'): Promise<string> {
  const answer = await send('POST', `/playlists?type=audio&title=${title}&smart=0&uri=${kit.uri(...ids)}`);
  return (await read(answer)).Metadata?.[0]?.ratingKey ?? '';
}

afterEach(() => {
  Object.assign(kit.plex.switches, { editAnswer: 'body', deleteAnswer: 200, foreignMachine: 'refuse' });
});

describe('making a playlist', () => {
  test('gives the playlist with its tracks in the order asked', async () => {
    const ids = trackIds().slice(0, 5).reverse();
    const id = await create(ids);
    const [row] = (await kit.get(`/playlists/${id}`)).Metadata ?? [];
    expect(row).toMatchObject({
      ratingKey: id,
      key: `/playlists/${id}/items`,
      type: 'playlist',
      playlistType: 'audio',
      smart: false,
      leafCount: 5,
      title: 'Mix',
      summary: '',
    });
    expect(state(id).trackIds).toEqual(ids);
  });

  test.each([
    'type=audio&title=A&smart=0',
    'type=audio&smart=0&uri=U',
    'title=A&smart=0&uri=U',
    'type=audio&title=A&uri=nonsense',
  ])('%s is refused', async (query) => {
    const answer = await send('POST', `/playlists?${query.replace('U', kit.uri(trackIds()[0] as string))}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('text/html');
  });

  test('the same title twice makes two', async () => {
    const [one, two] = [await create(['1'], 'Twin'), await create(['1'], 'Twin')];
    expect(one).not.toBe(two);
    expect((await kit.get('/playlists?title=Twin')).size).toBe(2);
  });

  test('an address that leads nowhere makes an empty playlist without a duration', async () => {
    const uri = encodeURIComponent(`server://${kit.plex.machineIdentifier}/com.plexapp.plugins.library/3`);
    const answer = await send('POST', `/playlists?type=audio&title=Empty&smart=0&uri=${uri}`);
    const [row] = (await read(answer)).Metadata ?? [];
    expect(row).toMatchObject({ leafCount: 0 });
    expect(row).not.toHaveProperty('duration');
    expect(await kit.get(`/playlists/${row?.ratingKey}/items`)).not.toHaveProperty('Metadata');
  });

  test('an address of another server is refused, or adds nothing, by switch', async () => {
    const uri = kit.uri(trackIds()[0] as string).replace(kit.plex.machineIdentifier, 'f'.repeat(32));
    expect((await send('POST', `/playlists?type=audio&title=F&smart=0&uri=${uri}`)).status).toBe(400);
    kit.plex.switches.foreignMachine = 'none-added';
    const [row] = (await read(await send('POST', `/playlists?type=audio&title=F&smart=0&uri=${uri}`))).Metadata ?? [];
    expect(row?.['leafCount']).toBe(0);
  });
});

describe('adding', () => {
  test('appends in order, skips the unknown without a word, and tells how many it took', async () => {
    const [a, b, c] = trackIds() as [string, string, string];
    const id = await create([a]);
    const answer = await read(await send('PUT', `/playlists/${id}/items?uri=${kit.uri(c, '99999999', b)}`));
    expect(answer).toMatchObject({ leafCountAdded: 2, leafCountRequested: 3 });
    expect(state(id).trackIds).toEqual([a, c, b]);
  });

  test('keeps duplicates, each with an item id of its own', async () => {
    const [a] = trackIds() as [string];
    const id = await create([a]);
    await send('PUT', `/playlists/${id}/items?uri=${kit.uri(a)}`);
    await send('PUT', `/playlists/${id}/items?uri=${kit.uri(a)}`);
    expect(state(id).trackIds).toEqual([a, a, a]);
    expect(new Set(state(id).itemIds).size).toBe(3);
  });

  test('applied although its answer was lost: who repeats it has everything twice', async () => {
    const [a, b] = trackIds() as [string, string];
    const id = await create([a]);
    kit.plex.faults.add({ kind: 'reset-after-apply', method: 'PUT' });
    await expect(send('PUT', `/playlists/${id}/items?uri=${kit.uri(b)}`)).rejects.toThrow();
    expect(state(id).trackIds).toEqual([a, b]);
    await send('PUT', `/playlists/${id}/items?uri=${kit.uri(b)}`);
    expect(state(id).trackIds).toEqual([a, b, b]);
  });

  test('without an address is refused', async () => {
    const id = await create(['1']);
    expect((await send('PUT', `/playlists/${id}/items`)).status).toBe(400);
  });
});

describe('the items', () => {
  test('are track rows with a number for their place, paged', async () => {
    const ids = trackIds().slice(0, 9);
    const id = await create(ids);
    const items = await kit.get(`/playlists/${id}/items?${page(4, 3)}`);
    expect(items).toMatchObject({
      size: 3,
      totalSize: 9,
      offset: 4,
      leafCount: 9,
      playlistType: 'audio',
      smart: false,
    });
    expect(items.Metadata?.map((row) => row.ratingKey)).toEqual(ids.slice(4, 7));
    expect(typeof items.Metadata?.[0]?.['playlistItemID']).toBe('number');
    expect((await kit.get(`/playlists/${id}/items`)).Metadata).toHaveLength(9);
  });

  test('are taken out one by one', async () => {
    const ids = trackIds().slice(0, 3);
    const id = await create(ids);
    const [, middle] = state(id).itemIds;
    expect((await send('DELETE', `/playlists/${id}/items/${middle}`)).status).toBe(200);
    expect(state(id).trackIds).toEqual([ids[0], ids[2]]);
    expect((await send('DELETE', `/playlists/${id}/items/${middle}`)).status).toBe(404);
  });

  test('move behind another, or to the top without one; after=0 is no item; their ids stay', async () => {
    const ids = trackIds().slice(0, 4);
    const id = await create(ids);
    const [a, b, c, d] = state(id).itemIds as [string, string, string, string];
    await send('PUT', `/playlists/${id}/items/${a}/move?after=${c}`);
    expect(state(id).itemIds).toEqual([b, c, a, d]);
    await send('PUT', `/playlists/${id}/items/${d}/move`);
    expect(state(id).itemIds).toEqual([d, b, c, a]);
    expect((await send('PUT', `/playlists/${id}/items/${d}/move?after=0`)).status).toBe(404);
    expect(state(id).itemIds).toEqual([d, b, c, a]);
  });

  test('all go at once, and the playlist stays itself', async () => {
    const id = await create(trackIds().slice(0, 4));
    expect((await send('DELETE', `/playlists/${id}/items`)).status).toBe(200);
    expect(state(id)).toMatchObject({ id, trackIds: [] });
  });

  test('count, duration and time of change follow', async () => {
    const id = await create(trackIds().slice(0, 2));
    const before = (await kit.get(`/playlists/${id}`)).Metadata?.[0] as Row;
    kit.plex.switches.clockOffsetMs = 60_000;
    await send('PUT', `/playlists/${id}/items?uri=${kit.uri(...trackIds().slice(2, 6))}`);
    kit.plex.switches.clockOffsetMs = 0;
    const after = (await kit.get(`/playlists/${id}`)).Metadata?.[0] as Row;
    expect(after['leafCount']).toBe(6);
    expect(Number(after['duration'])).toBeGreaterThan(Number(before['duration']));
    expect(Number(after['updatedAt'])).toBeGreaterThan(Number(before['updatedAt']));
  });

  test('vanish with their track', async () => {
    const gone = kit.plex.mutate.addTrack({ artist: 'A', album: 'B', title: 'C' });
    const [a] = trackIds() as [string];
    const id = await create([a, gone]);
    kit.plex.mutate.removeTrack(gone);
    expect(state(id).trackIds).toEqual([a]);
  });

  test('two writers at once lose nothing', async () => {
    const ids = trackIds().slice(0, 20);
    const id = await create(ids.slice(0, 1));
    await Promise.all(ids.slice(1).map((track) => send('PUT', `/playlists/${id}/items?uri=${kit.uri(track)}`)));
    expect([...state(id).trackIds].sort()).toEqual([...ids].sort());
  });
});

describe('editing and deleting', () => {
  test('title and description, in either way of writing', async () => {
    const id = await create(['1']);
    await send('PUT', `/playlists/${id}?title=One&summary=Two%20words`);
    expect(state(id)).toMatchObject({ title: 'One', summary: 'Two words' });
    await send('PUT', `/playlists/${id}?title.value=Three&summary.value=Four`);
    expect(state(id)).toMatchObject({ title: 'Three', summary: 'Four' });
  });

  test('answers with the playlist, or with 204 and nothing, by switch', async () => {
    const id = await create(['1']);
    expect((await send('PUT', `/playlists/${id}?title=A`)).status).toBe(200);
    kit.plex.switches.editAnswer = 'empty';
    const answer = await send('PUT', `/playlists/${id}?title=B`);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
  });

  test('deleting answers 200 or 204 by switch, then the playlist is a 404', async () => {
    for (const status of [200, 204] as const) {
      kit.plex.switches.deleteAnswer = status;
      const id = await create(['1']);
      expect((await send('DELETE', `/playlists/${id}`)).status).toBe(status);
      expect((await send('GET', `/playlists/${id}`)).status).toBe(404);
      expect((await send('DELETE', `/playlists/${id}`)).status).toBe(404);
    }
  });

  test('a picture by address or by its bytes, and one of them chosen', async () => {
    const id = await create(['1']);
    await send('POST', `/library/metadata/${id}/posters?url=${encodeURIComponent('http://pictures/1.png')}`);
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
    expect((await kit.send('POST', `/library/metadata/${id}/posters`, {}, png)).status).toBe(200);
    expect(state(id).posters).toHaveLength(2);
    await send('PUT', `/library/metadata/${id}/poster?url=${encodeURIComponent('http://pictures/1.png')}`);
    expect(state(id).posters.at(-1)).toBe('http://pictures/1.png');
    const refused = await kit.send('POST', `/library/metadata/${id}/posters`, {}, new Uint8Array([1, 2]));
    expect(refused.status).toBe(400);
  });
});

describe('lists that are not ours to edit', () => {
  test('a smart list follows its rule and refuses edits of its items', async () => {
    const rule = `server://${kit.plex.machineIdentifier}/com.plexapp.plugins.library/library/sections/3/all?type=10&sort=id&limit=7`;
    const answer = await send('POST', `/playlists?type=audio&title=Rule&smart=1&uri=${encodeURIComponent(rule)}`);
    const [row] = (await read(answer)).Metadata ?? [];
    const id = row?.ratingKey ?? '';
    expect(row).toMatchObject({ smart: true, leafCount: 7, content: rule });
    expect((await kit.get(`/playlists/${id}/items`)).Metadata?.map((each) => each.ratingKey)).toEqual(
      trackIds().slice(0, 7),
    );
    expect((await send('DELETE', `/playlists/${id}/items`)).status).toBe(400);
    expect((await send('PUT', `/playlists/${id}/items?uri=${kit.uri('1')}`)).status).toBe(400);
    expect((await send('PUT', `/playlists/${id}/items/7/move`)).status).toBe(400);
    const wider = encodeURIComponent(rule.replace('limit=7', 'limit=9'));
    await send('PUT', `/playlists/${id}/items?uri=${wider}`);
    expect((await kit.get(`/playlists/${id}`)).Metadata?.[0]?.['leafCount']).toBe(9);
  });

  test('a read-only list refuses everything', async () => {
    const id = kit.plex.playlists.find((playlist) => playlist.title === 'Recently Added')?.id ?? '';
    expect((await kit.get(`/playlists/${id}`)).Metadata?.[0]).toMatchObject({ smart: true, readOnly: true });
    expect((await send('PUT', `/playlists/${id}?title=Mine`)).status).toBe(400);
    expect((await send('PUT', `/playlists/${id}/items?uri=${kit.uri('1')}`)).status).toBe(400);
  });
});

describe('finding', () => {
  test('by kind, by title, by section, in order', async () => {
    await create([trackIds()[0] as string], 'Aardvark');
    expect((await kit.get('/playlists?playlistType=video')).size).toBe(0);
    expect((await kit.get('/playlists?smart=1')).Metadata?.every((row) => row['smart'] === true)).toBe(true);
    const titles = (await kit.get('/playlists?sort=titleSort:asc')).Metadata?.map((row) => row.title);
    expect(titles?.[0]).toBe('Aardvark');
    expect((await kit.get('/playlists?sectionID=12')).size).toBe(0);
    expect((await kit.get(`/playlists?${page(1, 2)}`)).size).toBe(2);
  });
});

describe('what a test can watch', () => {
  test('every applied write in order, as it happens', async () => {
    const seen: string[] = [];
    const stop = kit.plex.onPlaylistChange((change) => seen.push(`${change.kind} ${change.trackIds.length}`));
    const id = await create(trackIds().slice(0, 2));
    await send('PUT', `/playlists/${id}/items?uri=${kit.uri(trackIds()[3] as string)}`);
    await send('PUT', `/playlists/${id}/items?uri=${kit.uri('99999999')}`);
    await send('DELETE', `/playlists/${id}/items/${state(id).itemIds[0]}`);
    await send('DELETE', `/playlists/${id}`);
    stop();
    await create(['1']);
    expect(seen).toEqual(['created 2', 'items-added 3', 'item-removed 2', 'deleted 0']);
    expect(kit.plex.playlistLog.filter((change) => change.id === id).map((change) => change.kind)).toHaveLength(4);
  });
});
