import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startLastfm, type LastfmStandIn } from '../../../src/demo/lastfm.ts';
import { startPlexTv, type PlexTvStandIn } from '../../../src/demo/plex/plex-tv.ts';
import { startPlexServer, type PlexStandIn } from '../../../src/demo/plex/server.ts';
import { runCli } from '../../../src/entrypoints/cli/cli.ts';

const lastfmKey = 'lastfm-key-0123456789abcdef';
let plex: PlexStandIn;
let plexTv: PlexTvStandIn;
let lastfm: LastfmStandIn;
let dataDir = '';
let everything = '';

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'harmoniq-real-'));
  plex = await startPlexServer({ tracks: 3_000, seed: 3 });
  lastfm = await startLastfm({ music: plex.music, seed: 3, key: lastfmKey });
  plexTv = await startPlexTv({
    servers: [{ name: 'Attic', machineIdentifier: plex.machineIdentifier, url: plex.url, accessToken: plex.token }],
  });
});
afterAll(async () => {
  await Promise.all([plex.close(), lastfm.close(), plexTv.close()]);
  rmSync(dataDir, { recursive: true, force: true });
});

/** The command line with the real rooms behind it. No address and no token of Plex is given: the login has to find them. */
const say = async (...argv: string[]): Promise<{ code: number; out: string; err: string }> => {
  const written = { out: '', err: '' };
  const env = {
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    CONFIG_DIR: dataDir,
    PLEX_MUSIC_LIBRARY_NAMES: 'Music',
    PLEX_TV_URL: plexTv.url,
    PLEX_TRANSPORT: 'axios',
    LASTFM_URL: lastfm.url,
    LASTFM_API_KEY: lastfmKey,
    LASTFM_USER: 'demo',
    LASTFM_REQUESTS_PER_SECOND: '50',
    LOG_LEVEL: 'debug',
  };
  const stream = (name: 'out' | 'err') => ({ write: (text: string) => void (written[name] += text) });
  const code = await runCli(argv, { stdout: stream('out'), stderr: stream('err'), env, isTTY: false });
  everything += written.out + written.err;
  return { code, ...written };
};

/** A person who agrees as soon as there is a code. */
const agree = async (): Promise<void> => {
  while (plexTv.waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  for (const code of plexTv.waiting) plexTv.approve(code);
};

/** Each command opens the house anew: what is chosen must last. */
const steerFlow = async (): Promise<void> => {
  const readFlow = async () => (JSON.parse((await say('flow', '--json')).out) as readonly [Record<string, unknown>])[0];
  const readTracks = async () => {
    const [playlist] = JSON.parse((await say('playlists', 'daily-flow', '--json')).out) as readonly [
      { readonly tracks: readonly { readonly trackId: string; readonly artist: string; readonly title: string }[] },
    ];
    return playlist.tracks;
  };
  const before = await readFlow();
  expect(before).toMatchObject({ recipeId: 'daily-flow', stale: false, by: 'schedule' });
  expect(before).not.toHaveProperty('manual');
  const chosen = await say('flow', 'window', 'focus');
  expect(chosen).toMatchObject({ code: 0 });
  expect(chosen.out).toContain('Daily Flow plays Focus now.');
  expect(await readFlow()).toMatchObject({ manual: 'Focus', activeWindow: 'Focus', publishedWindow: 'Focus' });
  const focus = await readTracks();
  expect((await say('flow', 'set', '--size', '20', '--familiarity', '10')).code).toBe(0);
  expect(await readFlow()).toMatchObject({ size: 20, familiarityPercent: 10, stale: true });
  expect((await say('flow', 'refresh')).code).toBe(0);
  const [first] = await readTracks();
  expect(await readTracks()).toHaveLength(20);
  expect(focus.length).toBeGreaterThan(20);
  const song = `${first?.artist ?? ''} - ${first?.title ?? ''}`;
  const explained = await say('flow', 'explain', first?.trackId ?? '');
  expect(explained).toMatchObject({ code: 0 });
  expect(explained.out).toContain(`${song} is in the list`);
  expect((await say('flow', 'not-today', first?.trackId ?? '')).out).toMatch(
    /^".+ – .+" stays out of every flow until .+ Made anew without it: Daily Flow\.$/m,
  );
  expect((await readTracks()).map(({ trackId }) => trackId)).not.toContain(first?.trackId);
  expect((await say('flow', 'window', 'Lunch')).code).toBe(66);
  expect((await say('flow', 'window', 'auto')).code).toBe(0);
  expect(await readFlow()).toMatchObject({ by: 'schedule', stale: false });
};

describe('from nothing to playlists by the command line', () => {
  test('login, look, sync, run, read, save', async () => {
    const [login] = await Promise.all([say('login', '--json', '--server', 'Attic'), agree()]);
    expect(login).toMatchObject({ code: 0 });
    expect(JSON.parse(login.out)).toMatchObject({
      server: 'Attic',
      url: plex.url,
      libraries: expect.arrayContaining(['Music']),
    });

    const doctor = await say('doctor', '--json');
    expect(doctor.code).toBe(0);
    const { checks } = JSON.parse(doctor.out) as { checks: { name: string; state: string }[] };
    expect(checks.filter((check) => check.state === 'warn').map((check) => check.name)).toEqual([
      'Database',
      'Library mirror',
      'Flow words',
    ]);

    const sync = await say('sync');
    expect(sync.code).toBe(0);
    expect(sync.out).toContain('Music: 3,000 of 3,000 tracks');

    const preview = await say('run', 'lastfm-charts', '--dry-run', '--explain', '--json');
    expect(preview.code).toBe(0);
    const detail = JSON.parse(preview.out) as {
      picks: unknown[];
      drops: unknown[];
      misses: unknown[];
      report: { counts: { candidates: number } };
    };
    expect(detail.picks.length + detail.drops.length + detail.misses.length).toBe(detail.report.counts.candidates);
    expect(JSON.parse((await say('playlists', '--json')).out)).toEqual([]);

    expect((await say('run', '--all')).code).toBe(0);
    const playlists = JSON.parse((await say('playlists', '--json')).out) as { title: string; tracks: unknown[] }[];
    expect(playlists.map((playlist) => playlist.title).sort()).toEqual([
      'Daily Flow',
      'Last.fm Charts',
      'Last.fm Recommendations',
    ]);
    for (const playlist of playlists) expect(playlist.tracks.length).toBeGreaterThan(10);
    expect((await say('missing', '--csv')).out).toMatch(/^artist,title,/);

    await steerFlow();

    expect((await say('backup', 'prepare')).code).toBe(0);
    expect(existsSync(join(dataDir, 'harmoniq.snapshot.db'))).toBe(true);
    expect((await say('backup', 'finish')).code).toBe(0);
  }, 60_000);

  test('what needs no server works while Plex is down; what needs it says so', async () => {
    await plex.close();
    for (const argv of [['status'], ['runs'], ['missing'], ['playlists'], ['recipes'], ['flow'], ['config', 'show']])
      expect([argv, (await say(...argv)).code]).toEqual([argv, 0]);
    const sync = await say('run', 'lastfm-charts', '--set', 'PLEX_TIMEOUT_SECONDS=5');
    expect(sync.code).toBe(69);
  }, 60_000);

  test('no secret was printed, whatever was said, at the level debug', () => {
    expect(everything.length).toBeGreaterThan(10_000);
    for (const secret of [plex.token, plexTv.accountToken, lastfmKey]) expect(everything).not.toContain(secret);
  });
});
