import { afterEach, beforeAll, afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createPlainPicture } from '../../fakes/plain-picture.ts';
import { connect, never, requestFor, startBench, type Bench } from './bench.ts';
import { createFileJournal } from '../../fakes/file-journal.ts';
import { withOddServer, type OddAnswer, type OddRequest } from './odd-server.ts';

let bench: Bench;
let playlistId = '';
let count = 0;
const [morning, evening] = [createPlainPicture('morning'), createPlainPicture('evening')];

beforeAll(async () => {
  bench = await startBench({ tracks: 120 });
});
afterAll(() => bench.plex.close());
beforeEach(async () => {
  count += 1;
  const wish = requestFor(bench.trackIds.slice(0, 3), { recipeId: `r${count}`, title: `Pictured ${count}` });
  playlistId = (await bench.server.playlists.publish(wish, createFileJournal(), never())).playlist.id;
  bench.plex.requests.clear();
});
afterEach(() => {
  bench.plex.faults.clear();
  Object.assign(bench.plex.switches, { posters: 'both', selectsUploads: true, flags: 'boolean' });
});

const set = (png: Uint8Array, last?: string) => bench.server.playlists.setPoster(playlistId, png, last, never());
const state = () => bench.plex.playlists.find((playlist) => playlist.id === playlistId);
const shown = (): Uint8Array | undefined => {
  const bytes = bench.plex.pictureOf(playlistId);
  return bytes === undefined ? undefined : Uint8Array.from(bytes);
};
const sent = (method: string): number =>
  bench.plex.requests.all().filter((request) => request.method === method).length;

describe('a picture', () => {
  test.each([
    { posters: 'metadata', selectsUploads: true, flags: 'boolean' },
    { posters: 'playlists', selectsUploads: false, flags: 'number' },
    { posters: 'both', selectsUploads: false, flags: 'text' },
  ] as const)('is set, followed and respected on a server with %j', async (switches) => {
    Object.assign(bench.plex.switches, switches);
    const first = await set(morning);
    expect(first.outcome).toBe('set');
    expect(shown()).toEqual(morning);
    const second = await set(evening, first.posterId);
    expect(shown()).toEqual(evening);
    bench.plex.mutate.chooseOwnPoster(playlistId);
    expect(await set(morning, second.posterId)).toEqual({ outcome: 'kept-theirs', posterId: second.posterId });
    bench.plex.mutate.forgetPoster(playlistId);
    expect((await set(morning, second.posterId)).outcome).toBe('set');
    expect(shown()).toEqual(morning);
  });

  test('costs one write, and none when it is shown already', async () => {
    const { posterId } = await set(morning);
    expect([sent('POST'), sent('PUT')]).toEqual([1, 0]);
    expect(bench.plex.requests.count).toBeLessThanOrEqual(3);
    bench.plex.requests.clear();
    expect(await set(morning, posterId)).toEqual({ outcome: 'set', posterId });
    // The note of it was lost: the same picture is still ours.
    expect(await set(morning)).toEqual({ outcome: 'set', posterId });
    expect(sent('POST') + sent('PUT')).toBe(0);
  });

  test('that comes round again is chosen, not uploaded again', async () => {
    const first = await set(morning);
    const second = await set(evening, first.posterId);
    bench.plex.requests.clear();
    expect(await set(morning, second.posterId)).toEqual(first);
    expect([sent('POST'), sent('PUT')]).toEqual([0, 1]);
    expect(state()?.posters).toHaveLength(2);
  });

  test('whose answer was lost is found, not sent twice', async () => {
    bench.plex.faults.add({ method: 'POST', path: /\/posters/, kind: 'reset-after-apply' });
    expect((await set(morning)).outcome).toBe('set');
    expect(sent('POST')).toBe(1);
    expect(shown()).toEqual(morning);
  });

  test('that did not arrive is an error, and the playlist stays as it was', async () => {
    bench.plex.faults.add({ method: 'POST', path: /\/posters/, kind: 'status', status: 500, times: 9 });
    await expect(set(morning)).rejects.toMatchObject({ code: 'bad-response' });
    expect(sent('POST')).toBe(1);
    expect(state()?.posters).toEqual([]);
  });

  test('is not set by a server that deals with none', async () => {
    bench.plex.switches.posters = 'none';
    await expect(set(morning)).rejects.toMatchObject({ code: 'not-found' });
    expect(state()?.selectedPoster).toBeUndefined();
  });

  test('that somebody gave by address is theirs', async () => {
    const url = `/library/metadata/${playlistId}/posters?url=${encodeURIComponent('https://pictures.invalid/1.png')}`;
    await fetch(`${bench.plex.url}${url}`, { method: 'POST', headers: { 'X-Plex-Token': bench.plex.token } });
    expect((await set(morning)).outcome).toBe('kept-theirs');
    expect(sent('POST')).toBe(1);
  });

  test('that somebody picks while ours is on its way stays', async () => {
    bench.plex.switches.selectsUploads = false;
    const stop = bench.plex.onRequest(({ phase, method }) => {
      if (phase === 'answer' && method === 'POST') bench.plex.mutate.chooseOwnPoster(playlistId);
    });
    const result = await set(morning);
    stop();
    expect(result.outcome).toBe('kept-theirs');
    expect(shown()).toBeUndefined();
  });
});

describe('servers that tell less', () => {
  const rowOf = (thumb: string | undefined): OddAnswer => ({
    body: { MediaContainer: { Metadata: [{ ratingKey: '7', title: 'P', playlistType: 'audio', thumb }] } },
  });
  const setOn = async (
    thumbs: { before: string | undefined; after: string | undefined },
    list: (request: OddRequest) => OddAnswer,
    last?: string,
  ) => {
    let uploaded = 0;
    let result: unknown;
    const answer = (request: OddRequest): OddAnswer => {
      if (request.method === 'POST') uploaded += 1;
      if (request.method !== 'GET') return { body: '' };
      if (request.path.endsWith('/posters')) return list(request);
      return rowOf(uploaded > 0 ? thumbs.after : thumbs.before);
    };
    await withOddServer(answer, async (server) => {
      result = await connect(server.url, 't').playlists.setPoster('7', morning, last, never());
    });
    return { uploaded, result };
  };
  const noList = (): OddAnswer => ({ status: 404 });

  test.each([
    ['no picture of its own', undefined],
    ['what Plex puts together', '/playlists/7/composite/1714'],
  ])('without a list of pictures, a playlist with %s gets ours', async (_name, before) => {
    const { uploaded, result } = await setOn({ before, after: '/library/metadata/7/thumb/2' }, noList);
    expect(uploaded).toBe(1);
    expect(result).toEqual({ outcome: 'set', posterId: '/library/metadata/7/thumb/2' });
  });

  test('without a list of pictures, only the one we know to be ours is replaced', async () => {
    const thumbs = { before: '/library/metadata/7/thumb/1', after: '/library/metadata/7/thumb/2' };
    expect((await setOn(thumbs, noList)).result).toMatchObject({ outcome: 'kept-theirs' });
    const ours = await setOn(thumbs, noList, '/library/metadata/7/thumb/1');
    expect(ours).toEqual({ uploaded: 1, result: { outcome: 'set', posterId: '/library/metadata/7/thumb/2' } });
  });

  test('a list that names no choice is not taken for "none was made"', async () => {
    const empty = (): OddAnswer => ({ body: { MediaContainer: { size: 0 } } });
    const { uploaded, result } = await setOn({ before: '/library/metadata/7/thumb/1', after: undefined }, empty);
    expect([uploaded, result]).toEqual([0, { outcome: 'kept-theirs', posterId: undefined }]);
  });
});
