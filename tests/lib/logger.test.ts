import { describe, expect, test } from '@jest/globals';
import { createLogger, type LoggerOptions } from '../../src/lib/logger.ts';

const say = (options: Partial<LoggerOptions>): string => {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  const logger = createLogger({ level: 'info', format: 'text', secrets: [], destination, ...options });
  logger.info({ time: Date.UTC(2026, 10, 21, 23, 5, 9), window: 'Night' }, 'Another window counts now');
  return lines.join('');
};

describe('a line of the log in text', () => {
  test.each([
    ['Europe/Berlin', '2026-11-22 00:05:09'],
    ['UTC', '2026-11-21 23:05:09'],
    ['America/New_York', '2026-11-21 18:05:09'],
  ])('tells the time of %s', (timezone, time) => {
    expect(say({ timezone })).toBe(`[${time}] INFO: Another window counts now {"window":"Night"}\n`);
  });

  test('tells that of the machine where no zone is named, or one that is none', () => {
    const own = say({});
    expect(own).toMatch(/^\[2026-11-2\d \d\d:\d\d:09\] INFO: /);
    expect(say({ timezone: 'Mars/Olympus' })).toBe(own);
  });
});
