import { describe, expect, test } from '@jest/globals';
import { fakeToken } from '../../fakes/fake-door-house.ts';
import { type } from '../../fakes/fake-terminal.ts';

const bad = { PLEX_URL: 'plex.local', PLEX_TOKEN: undefined, RUN_INTERVAL_MINUTES: '1', TIMEZONE: 'Berlin' };

describe('config validate', () => {
  test('a good configuration can be used', async () => {
    const { code, out } = await type(['config', 'validate']);
    expect(code).toBe(0);
    expect(out).toContain('The configuration can be used.');
  });

  test('names every problem at once and ends with 78', async () => {
    const { code, out } = await type(['config', 'validate'], { env: bad });
    expect(code).toBe(78);
    for (const name of ['PLEX_URL', 'PLEX_TOKEN', 'RUN_INTERVAL_MINUTES', 'TIMEZONE']) expect(out).toContain(name);
    expect(out).toContain('4 problems to correct.');
  });

  test('names an option of the command line as it was written', async () => {
    const { code, out } = await type(['config', 'validate', '--set', 'LOG_LEVEL=loud']);
    expect(code).toBe(78);
    expect(out).toContain('LOG_LEVEL (command line) must be one of debug, info, warn, error; found "loud".');
  });

  test('as JSON too', async () => {
    const { code, out } = await type(['config', 'validate', '--json'], { env: bad });
    expect(code).toBe(78);
    expect(JSON.parse(out)).toMatchObject({ valid: false, problems: { length: 4 } });
  });
});

describe('config show', () => {
  test('shows values and where they come from, and no secret', async () => {
    const { code, out } = await type(['config', 'show', '--set', 'PLAYLIST_SIZE_CHARTS=20']);
    expect(code).toBe(0);
    expect(out).toMatch(/PLEX_URL +http:\/\/127\.0\.0\.1:32400 +environment/);
    expect(out).toMatch(/PLEX_TOKEN +\(set\) +environment/);
    expect(out).toMatch(/PLAYLIST_SIZE_CHARTS +20 +flag/);
    expect(out).not.toContain(fakeToken);
  });

  test('works when the configuration is wrong', async () => {
    const { code, out, err } = await type(['config', 'show'], { env: bad });
    expect(code).toBe(0);
    expect(out).toContain('LASTFM_URL');
    expect(err).toContain('4 problems');
  });

  test('shows windows a line each, in the form in which they are written, and as one text to machines', async () => {
    const set = ['--set', 'TIME_WINDOWS=06:00-11:00:genres=Jazz,Folk;name=Party:genres=Dance'];
    const { out } = await type(['config', 'show', ...set], { columns: 80 });
    expect(out).toMatch(/TIME_WINDOWS +2 entries, see below +flag/);
    expect(out).toContain('\nTIME_WINDOWS\n  06:00-11:00:name=Morning:genres=Jazz,Folk\n  name=Party:genres=Dance\n');
    const rows = JSON.parse((await type(['config', 'show', '--json', ...set])).out) as Record<string, unknown>[];
    expect(rows.find(({ env }) => env === 'TIME_WINDOWS')).toEqual({
      name: 'time_windows',
      env: 'TIME_WINDOWS',
      value: '06:00-11:00:name=Morning:genres=Jazz,Folk;name=Party:genres=Dance',
      origin: 'flag',
    });
  });

  test('shows the windows that count as long as none are set, and no raw data', async () => {
    const { out } = await type(['config', 'show'], { columns: 80 });
    expect(out).toMatch(/TIME_WINDOWS +\(not set\) +default/);
    expect(out).toContain('\nTIME_WINDOWS, as long as it is not set\n  06:00-10:00:name=Morning:');
    expect(out).not.toMatch(/\{"/);
  });

  test('--changed leaves the defaults out', async () => {
    const { out } = await type(['config', 'show', '--changed', '--json']);
    const rows = JSON.parse(out) as { origin: string }[];
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.map((row) => row.origin)).not.toContain('default');
  });
});

describe('a command that needs the configuration', () => {
  test('ends with 78 and names every problem', async () => {
    const { code, out, err } = await type(['status'], { env: bad });
    expect({ code, out }).toEqual({ code: 78, out: '' });
    for (const name of ['PLEX_URL', 'PLEX_TOKEN', 'RUN_INTERVAL_MINUTES', 'TIMEZONE']) expect(err).toContain(name);
  });
});

describe('doctor', () => {
  test('tells a wrong configuration apart, problem by problem', async () => {
    const { code, out } = await type(['doctor'], { env: bad });
    expect(code).toBe(78);
    expect(out.match(/✗ Configuration/g)).toHaveLength(4);
  });

  test('goes through every check while Plex is down, and ends with the code of the failure', async () => {
    const { code, out } = await type(['doctor'], { columns: 100 });
    expect(code).toBe(69);
    expect(out).toMatch(/✗ Plex server +Plex refused the connection\.\n +→ Check PLEX_URL/);
    expect(out).toMatch(/✓ Data folder/);
    expect(out).toMatch(/1 failure, \d+ warnings\./);
  });

  test('is data under --json', async () => {
    const { out } = await type(['doctor', '--json']);
    expect(JSON.parse(out)).toMatchObject({ ok: false });
    expect(out).not.toContain(fakeToken);
  });

  test('goes on when the house cannot be opened', async () => {
    const { code, out } = await type(['doctor'], {
      parts: {
        openHouse: async () => {
          throw new Error('The database is damaged.');
        },
      },
    });
    expect(code).toBe(70);
    expect(out).toMatch(/✗ Database +The database is damaged\./);
    expect(out).toMatch(/✓ Data folder/);
  });
});

describe('version', () => {
  test('needs no configuration', async () => {
    const { code, out } = await type(['version', '--json'], { env: bad });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ harmoniq: expect.stringMatching(/^\d+\.\d+\.\d+/), node: process.versions.node });
  });
});
