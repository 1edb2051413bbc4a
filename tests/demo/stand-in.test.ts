import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, test } from '@jest/globals';

interface Facts {
  readonly plexUrl: string;
  readonly plexToken: string;
  readonly lastfmUrl: string;
  readonly lastfmKey: string;
  readonly tracks: number;
}

async function start(): Promise<{ child: ChildProcess; facts: Facts }> {
  const child = spawn(process.execPath, ['src/demo/stand-in.ts', '--tracks', '500', '--seed', '9'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, facts: JSON.parse(line) as Facts };
}

describe('the stand-ins in a process of their own', () => {
  test('tell where they are, answer, and end on SIGTERM', async () => {
    const { child, facts } = await start();
    expect(facts.tracks).toBe(500);
    const url = `${facts.plexUrl}/library/sections/3/all?type=10&X-Plex-Container-Start=0&X-Plex-Container-Size=0`;
    const plex = await fetch(url, { headers: { 'x-plex-token': facts.plexToken } });
    expect(await plex.text()).toContain('totalSize="500"');
    const chart = await fetch(
      `${facts.lastfmUrl}/2.0/?method=chart.gettoptracks&format=json&api_key=${facts.lastfmKey}`,
    );
    expect(await chart.json()).toHaveProperty('tracks.@attr');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('end when nobody holds their standard input any more', async () => {
    const { child } = await start();
    child.stdin?.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
