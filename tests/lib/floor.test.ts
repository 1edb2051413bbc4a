import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HarmoniqError, describeError, errorTable, toHarmoniqError } from '../../src/lib/errors.ts';
import { createLifecycle, sleep, withTimeout, type Component } from '../../src/lib/lifecycle.ts';
import { createLogger, silentLogger } from '../../src/lib/logger.ts';
import { createRedactor } from '../../src/lib/redact.ts';

describe('errors', () => {
  test('every code has an exit code a shell can carry and an HTTP status', () => {
    for (const entry of Object.values(errorTable)) {
      expect(entry.exitCode).toBeGreaterThanOrEqual(64);
      expect(entry.exitCode).toBeLessThanOrEqual(78);
      expect(entry.httpStatus).toBeGreaterThanOrEqual(400);
    }
  });
  test('say the fact first and the hint last', () => {
    expect(describeError(new HarmoniqError('not-found', 'No such recipe.', { hint: 'Try "harmoniq recipes".' }))).toBe(
      'No such recipe. Try "harmoniq recipes".',
    );
  });
  test('wrap a foreign exception as internal and leave their own kind alone', () => {
    const own = new HarmoniqError('conflict', 'busy');
    expect(toHarmoniqError(own)).toBe(own);
    expect(toHarmoniqError(new TypeError('oops')).code).toBe('internal');
  });
});

describe('redaction', () => {
  test('finds a secret in every spelling, whatever characters it has', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme-ascii' }), (secret) => {
        const redact = createRedactor([secret]);
        for (const spelling of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
          expect(redact(`before ${spelling} after`)).toBe('before [redacted] after');
      }),
    );
  });
  test('cleans messages, fields and nested errors of the log', () => {
    const lines: string[] = [];
    const logger = createLogger({
      level: 'debug',
      format: 'text',
      secrets: ['tok"en-123'],
      destination: { write: (line) => lines.push(line) },
    });
    logger.warn({ nested: { header: 'tok"en-123' }, err: new Error('tok"en-123 refused') }, 'Saw tok"en-123 here');
    expect(lines.join('')).toContain('[redacted]');
    expect(lines.join('')).not.toContain('en-123');
  });
});

describe('the lifecycle', () => {
  const component = (name: string, log: string[], more: Partial<Component> = {}): Component => ({
    name,
    start: async () => void log.push(`start ${name}`),
    stop: async () => void log.push(`stop ${name}`),
    ...more,
  });

  test('starts in order and stops in reverse', async () => {
    const log: string[] = [];
    const life = createLifecycle([component('a', log), component('b', log)], silentLogger());
    await life.start(new AbortController().signal);
    await life.stop();
    expect(log).toEqual(['start a', 'start b', 'stop b', 'stop a']);
  });
  test('takes down what had started when a part fails to start', async () => {
    const log: string[] = [];
    const broken = component('b', log, { start: () => Promise.reject(new Error('no')) });
    const life = createLifecycle([component('a', log), broken], silentLogger());
    await expect(life.start(new AbortController().signal)).rejects.toThrow('no');
    expect(log).toEqual(['start a', 'stop b', 'stop a']);
  });
  test('does not let one part that will not stop keep the others running', async () => {
    const log: string[] = [];
    const stuck = component('b', log, { stop: () => Promise.reject(new Error('stuck')) });
    const life = createLifecycle([component('a', log), stuck], silentLogger());
    await life.start(new AbortController().signal);
    await life.stop();
    expect(log.at(-1)).toBe('stop a');
  });
  test('a wait ends when the signal fires', async () => {
    const controller = new AbortController();
    const wait = sleep(60_000, controller.signal);
    controller.abort();
    await expect(wait).rejects.toMatchObject({ name: 'AbortError' });
  });
  test('a bounded wait rejects with timeout', async () => {
    await expect(withTimeout(new Promise(() => undefined), 5, 'Nothing')).rejects.toMatchObject({ code: 'timeout' });
  });
});
