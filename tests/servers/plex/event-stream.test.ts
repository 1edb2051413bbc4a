import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createEventStreamReader, type StreamEvent } from '../../../src/servers/plex/event-stream.ts';

const read = (...parts: readonly string[]): readonly StreamEvent[] => {
  const events: StreamEvent[] = [];
  const reader = createEventStreamReader((event) => events.push(event));
  for (const part of parts) reader.add(part);
  return events;
};

describe('an event stream', () => {
  test.each([
    ['event: playing\ndata: {}\n\n', [{ name: 'playing', data: '{}' }]],
    ['data:a\ndata: b\n\n', [{ name: undefined, data: 'a\nb' }]],
    [': a comment\nid: 7\nretry: 9\ndata: a\n\n', [{ name: undefined, data: 'a' }]],
    ['event: ping\n\ndata: a\n\n', [{ name: undefined, data: 'a' }]],
    ['data: a\r\n\r\ndata: b\r\rdata: c\n\n', ['a', 'b', 'c'].map((data) => ({ name: undefined, data }))],
    ['data: not finished\n', []],
    ['data\n\n', [{ name: undefined, data: '' }]],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('says the same whatever pieces it comes in', () => {
    const text = 'event: playing\r\ndata: {"a":1}\r\n\r\n: hello\ndata: x\ndata: y\n\nevent: e\rdata: z\r\r';
    fc.assert(
      fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 12 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        const parts = places.slice(1).map((end, at) => text.slice(places[at], end));
        expect(read(...parts)).toEqual(read(text));
      }),
    );
  });

  test('throws away what is too long, and reads on behind it', () => {
    const chunk = 'x'.repeat(400_000);
    const whole = read('data: ', chunk, chunk, chunk, chunk, '\n\ndata: a\n\n');
    expect(whole).toEqual([{ name: undefined, data: 'a' }]);
    const lines = Array.from({ length: 5 }, () => `data: ${chunk}\n`);
    expect(read(...lines, '\n', 'data: b\n\n')).toEqual([{ name: undefined, data: 'b' }]);
  });
});
