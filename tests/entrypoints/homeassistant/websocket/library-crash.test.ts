import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startFakeHome, type FakeHome } from '../../../fakes/fake-home-assistant.ts';
import { settle, until } from './home-scene.ts';

const script = fileURLToPath(new URL('library-crash.ts', import.meta.url));

describe('a Home Assistant that does not know a command yet when we come back', () => {
  let home: FakeHome;
  let child: ChildProcess | undefined;
  let errors = '';

  const listen = async (kind: 'library' | 'link'): Promise<ChildProcess> => {
    errors = '';
    const made = spawn(process.execPath, [script, kind, home.url], { stdio: ['ignore', 'pipe', 'pipe'] });
    child = made;
    made.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    let said = '';
    made.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until('listening', () => {
      if (made.exitCode !== null) throw new Error(`It ended with ${made.exitCode}: ${errors}`);
      return said.includes('listening');
    });
    return made;
  };
  const refuseAfterDrop = (): void => {
    home.script.refuse.set('subscribe_entities', 'unknown_command');
    home.drop();
  };

  beforeEach(async () => {
    home = await startFakeHome();
    home.setState('input_select.house_mode', 'quiet');
  });
  afterEach(async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await home.stop();
  });

  test('ends a process that leaves coming back to the library', async () => {
    const library = await listen('library');
    refuseAfterDrop();
    const [code] = (await once(library, 'exit')) as [number | null];
    expect(code).toBe(1);
    expect(errors).toMatch(/unhandled/i);
  });

  test('does not end ours, which listens again as soon as it may', async () => {
    const link = await listen('link');
    refuseAfterDrop();
    const asked = () => home.received.filter(({ type }) => type === 'subscribe_entities').length;
    await until('three refusals', () => asked() >= 4);
    home.script.refuse.clear();
    const { connections } = home;
    await until('another connection', () => home.connections > connections);
    await settle();
    const lasting = home.connections;
    await settle();
    expect(home.connections).toBe(lasting);
    expect(link.exitCode).toBeNull();
    expect(errors).toBe('');
    link.kill('SIGTERM');
    expect(await once(link, 'exit')).toEqual([0, null]);
  });
});
