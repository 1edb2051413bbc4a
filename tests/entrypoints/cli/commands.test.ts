import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { RunDetail, RunReport } from '../../../src/core/run.ts';
import { createTrack } from '../../../src/core/track.ts';
import { HarmoniqError, errorTable, type ErrorCode } from '../../../src/lib/errors.ts';
import { toCsv } from '../../../src/operations/missing-files.ts';
import { defineOperation, type Operation } from '../../../src/operations/operation.ts';
import { fakeNowMs, fakeRecipe, fakeReport, fakeToken, type FakeMemory } from '../../fakes/fake-door-house.ts';
import { type } from '../../fakes/fake-terminal.ts';

const track = (id: string, artist: string, title: string) => createTrack({ id, artist, title, album: 'Album' });
const candidate = (artist: string, title: string) => ({
  artist,
  title,
  source: 'lastfm-charts',
  why: 'no. 3 of the Last.fm chart',
  weight: 1,
});
const match = (artist: string, title: string) => ({
  candidate: candidate(artist, title),
  track: track('7', artist, title),
  confidence: 1,
  method: 'exact' as const,
  reason: 'same artist and title',
});
const detailOf = (report: Partial<RunReport> = {}): RunDetail => ({
  report: fakeReport({ playlist: { id: '9', title: 'Last.fm Charts' }, ...report }),
  picks: [{ match: match('Low', 'Lullaby'), reason: 'no. 3 of the Last.fm chart' }],
  drops: [{ match: match('Low', 'Words'), reason: 'artist-cap', detail: 'Low has 3 tracks already' }],
  misses: [
    {
      candidate: candidate('Björk', 'Jóga'),
      reason: 'only-other-version',
      nearest: { trackId: '44', artist: 'Björk', title: 'Jóga (live)' },
    },
  ],
});

const asked: unknown[] = [];
const runVerb = (answer: (recipe: string, dryRun: boolean) => RunDetail | Promise<RunDetail>): Operation =>
  defineOperation({
    name: 'run-recipe',
    summary: 'Runs a recipe',
    input: z.strictObject({ recipe: z.string(), dryRun: z.boolean().default(false) }),
    mutates: true,
    run: async (_house, { recipe, dryRun }, { trigger }) => {
      asked.push({ recipe, dryRun, trigger });
      return answer(recipe, dryRun);
    },
  });
const verb = (name: string, answer: () => unknown): Operation =>
  defineOperation({ name, summary: name, input: z.looseObject({}), mutates: true, run: async () => answer() });

describe('run', () => {
  test('shows what became of the playlist', async () => {
    asked.length = 0;
    const { code, out } = await type(['run', 'lastfm-charts'], { verbs: [runVerb(() => detailOf())] });
    expect(code).toBe(0);
    expect(asked).toEqual([{ recipe: 'lastfm-charts', dryRun: false, trigger: 'cli' }]);
    expect(out).toBe(
      'Last.fm Charts  succeeded\n  The playlist has 50 tracks.\n  50 tracks · 90 % matched (54 of 60) · 6 missing · +12 −12, 3 moved\n',
    );
  });

  test('--dry-run --explain shows picks, drops and misses with their reasons', async () => {
    const { out } = await type(['run', 'lastfm-charts', '--dry-run', '--explain'], {
      verbs: [runVerb((_recipe, dryRun) => detailOf({ dryRun }))],
    });
    expect(out).toContain('preview, nothing was written');
    for (const words of [
      'In the playlist (1)',
      'no. 3 of the Last.fm chart',
      'exact 100 %',
      'Left out (1)',
      'Low has 3 tracks already',
      'Not in the library (1)',
      'only another version is there',
      'Björk - Jóga (live) [44]',
    ])
      expect(out).toContain(words);
  });

  test('--json is the whole answer with ISO times, and the picks only when asked', async () => {
    const verbs = [runVerb(() => detailOf())];
    const plain = JSON.parse((await type(['run', 'lastfm-charts', '--json'], { verbs })).out) as Record<
      string,
      unknown
    >;
    expect(Object.keys(plain)).toEqual(['report']);
    expect(plain['report']).toMatchObject({ result: 'succeeded', startedAt: '2026-11-21T12:00:00+01:00' });
    const full = JSON.parse((await type(['--json', 'run', 'lastfm-charts', '--explain'], { verbs })).out) as Record<
      string,
      unknown
    >;
    expect(Object.keys(full)).toEqual(['report', 'picks', 'drops', 'misses']);
  });

  test('--all --dry-run previews every recipe that is on', async () => {
    asked.length = 0;
    const recipes = [fakeRecipe(), fakeRecipe({ id: 'off', enabled: false }), fakeRecipe({ id: 'lastfm-recs' })];
    const { code, out } = await type(['run', '--all', '--dry-run', '--json'], {
      recipes,
      verbs: [runVerb(() => detailOf())],
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toHaveLength(2);
    expect(asked).toEqual([
      { recipe: 'lastfm-charts', dryRun: true, trigger: 'cli' },
      { recipe: 'lastfm-recs', dryRun: true, trigger: 'cli' },
    ]);
  });

  test.each<[ErrorCode | undefined, number]>([
    ['unreachable', 69],
    ['unauthorized', 77],
    [undefined, 70],
  ])('a run that failed by %s ends with exit code %i', async (code, exit) => {
    const error = code === undefined ? undefined : { code, message: 'It failed.' };
    const failed = runVerb(() => detailOf({ result: 'failed', message: 'It failed.', error }));
    expect((await type(['run', 'lastfm-charts'], { verbs: [failed] })).code).toBe(exit);
  });

  test.each(['partial', 'skipped'] as const)('a run that is %s is no error', async (result) => {
    expect((await type(['run', 'x'], { verbs: [runVerb(() => detailOf({ result }))] })).code).toBe(0);
  });

  test('--all says which playlists stay off and why', async () => {
    const recipes = [fakeRecipe({ enabled: false, disabledReason: 'LASTFM_API_KEY is not set.' })];
    const cycle = { startedAtMs: fakeNowMs, endedAtMs: fakeNowMs, sync: undefined, reports: [], busy: [] };
    const { out, err } = await type(['run', '--all'], { recipes, verbs: [verb('run-cycle', () => cycle)] });
    expect({ out, err }).toEqual({
      out: 'No recipe is on.\n',
      err: 'Last.fm Charts is off: LASTFM_API_KEY is not set.\n',
    });
  });

  test('--all shows sync and runs, and the first failure decides the exit code', async () => {
    const cycle = {
      startedAtMs: fakeNowMs,
      endedAtMs: fakeNowMs,
      sync: undefined,
      syncError: { code: 'unreachable', message: 'Plex refused the connection.' },
      reports: [fakeReport({ result: 'failed', error: { code: 'unreachable', message: 'x' } })],
      busy: ['lastfm-recs'],
    };
    const { code, out } = await type(['run', '--all'], { verbs: [verb('run-cycle', () => cycle)] });
    expect(code).toBe(69);
    expect(out).toContain('could not be synced: Plex refused the connection.');
    expect(out).toContain('lastfm-recs is running already');
  });
});

describe('errors', () => {
  test.each(Object.entries(errorTable))(
    '%s ends with its exit code, fact and hint on stderr',
    async (code, { exitCode }) => {
      const failing = verb('get-status', () => {
        throw new HarmoniqError(code as ErrorCode, 'Something is so.', { hint: 'Do this.' });
      });
      expect(await type(['status'], { verbs: [failing] })).toEqual({
        code: exitCode,
        out: '',
        err: 'Something is so.\nDo this.\n',
      });
      const json = await type(['status', '--json'], { verbs: [failing] });
      expect(JSON.parse(json.err)).toEqual({ error: { code, message: 'Something is so.', hint: 'Do this.' } });
    },
  );

  test('a slip of ours is internal and holds no secret', async () => {
    const slip = verb('get-status', () => {
      throw new TypeError(`cannot read ${fakeToken}`);
    });
    const { code, err } = await type(['status', '--verbose'], { verbs: [slip] });
    expect(code).toBe(70);
    expect(err).toContain('[redacted]');
    expect(err).not.toContain(fakeToken);
  });

  test('Plex that is down is one sentence', async () => {
    const { code, out, err } = await type(['sync']);
    expect({ code, out }).toEqual({ code: 69, out: '' });
    expect(err.trimEnd()).toBe('Plex refused the connection.');
  });

  test('Ctrl-C ends with 130', async () => {
    const controller = new AbortController();
    const waiting = defineOperation({
      name: 'sync-library',
      summary: 'Waits',
      input: z.looseObject({}),
      mutates: true,
      run: async (_house, _input, { signal }) => {
        queueMicrotask(() => controller.abort());
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
        });
      },
    });
    expect(await type(['sync'], { verbs: [waiting], signal: controller.signal })).toEqual({
      code: 130,
      out: '',
      err: 'Stopped.\n',
    });
  });
});

describe('what there is, while Plex is down', () => {
  const fill = (memory: FakeMemory): void => {
    memory.tracks = 50_312;
    memory.coverage = [{ section: 'Music', mirrored: 50_312, onServer: 50_312 }];
    memory.runs.push(fakeReport());
    memory.published.push({
      recipeId: 'lastfm-charts',
      machineId: 'm',
      playlistId: '9',
      guid: undefined,
      title: 'Last.fm Charts',
      publishedAtMs: fakeNowMs,
      tracks: [{ trackId: '1', artist: 'Low', title: 'Lullaby', album: 'I Could Live in Hope', why: 'no. 3' }],
    });
    memory.missing.push({
      artist: 'Björk, "the"',
      title: '=1+1',
      reason: 'no-such-title',
      recipes: ['lastfm-charts'],
      sources: ['lastfm-charts'],
      firstMissedAtMs: fakeNowMs,
      lastMissedAtMs: fakeNowMs,
      timesMissed: 3,
    });
  };

  test.each([
    [['status'], ['50,312 of 50,312', 'All is well.', 'Last.fm Charts', '90 %']],
    [['recipes'], ['lastfm-charts', 'succeeded']],
    // A refresh may find nothing to change, so it is not called an update, which is what the playlist's own text in Plex tells of.
    [['playlists'], ['Last.fm Charts', 'Plex id', 'Refreshed']],
    [
      ['playlists', 'lastfm-charts'],
      ['Low', 'Lullaby', 'no. 3'],
    ],
    [['runs'], ['lastfm-charts', 'succeeded', 'schedule']],
    [['missing'], ['Björk', 'title not in the library']],
    [['match', 'list'], ['There are no corrections.']],
    [['schedule', 'off'], ['The schedule is off.']],
  ])('%j', async (argv, words) => {
    const { code, out, err } = await type(argv, { fill });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const word of words) expect(out).toContain(word);
    const json = await type([...argv, '--json'], { fill });
    expect(json.code).toBe(0);
    expect(() => JSON.parse(json.out) as unknown).not.toThrow();
  });

  test('missing --csv is for spreadsheets: quoted, and no formula', async () => {
    const { out } = await type(['missing', '--csv'], { fill });
    const [head, line] = out.trimEnd().split('\n');
    expect(line).toBe(
      `"Björk, ""the""",'=1+1,no-such-title,lastfm-charts,lastfm-charts,2026-11-21T13:00:00+01:00,2026-11-21T13:00:00+01:00,3,`,
    );
    // Who made a sheet from one finds the same columns in the other.
    expect(toCsv([], 'UTC')).toBe(`\uFEFF${head}\r\n`);
  });

  test('playlists of a recipe that has none names those there are', async () => {
    const { code, err } = await type(['playlists', 'nothing'], { fill });
    expect(code).toBe(66);
    expect(err).toContain('There are: lastfm-charts.');
  });
});

describe('colour', () => {
  const look = (env: Record<string, string>, isTTY: boolean, argv = ['status']) =>
    type(argv, { env, isTTY, columns: 100 });
  test('is there for a person, and only then', async () => {
    expect((await look({}, true)).out).toContain('\u001B[');
    expect((await look({}, false)).out).not.toContain('\u001B[');
    expect((await look({ NO_COLOR: '1' }, true)).out).not.toContain('\u001B[');
    expect((await look({}, true, ['status', '--no-color'])).out).not.toContain('\u001B[');
    expect((await look({}, true, ['status', '--json'])).out).not.toContain('\u001B[');
  });
});

describe('mqtt clear', () => {
  test('tells what it took away, and that a running service will be back', async () => {
    const { code, out } = await type(['mqtt', 'clear'], {
      parts: { clearMqtt: async () => ({ broker: 'broker:1883', clearedTopics: ['a', 'b'], serviceOnline: true }) },
    });
    expect(code).toBe(0);
    expect(out).toContain('Took 2 topics off broker:1883');
    expect(out).toContain('stop it first');
  });
});

describe('call', () => {
  test('runs any verb of the table', async () => {
    const { out } = await type(['call', 'list-runs', '--input', '{"limit":1}'], {
      fill: (memory) => memory.runs.push(fakeReport({ id: 2 }), fakeReport()),
    });
    expect(JSON.parse(out)).toHaveLength(1);
  });

  test('lists the verbs', async () => {
    const { out } = await type(['call', '--json']);
    expect(JSON.parse(out)).toContainEqual(expect.objectContaining({ name: 'get-status', mutates: false }));
  });
});
