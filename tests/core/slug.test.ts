import { describe, expect, test } from '@jest/globals';
import { toSlug } from '../../src/core/slug.ts';

describe('toSlug', () => {
  test.each([
    ['Würzig & Süß', 'wurzig-suss'],
    ['  Morning  ', 'morning'],
    ['÷', 'list-f7'],
    ['a'.repeat(80), 'a'.repeat(48)],
  ])('makes an id of "%s"', (name, slug) => {
    expect(toSlug(name)).toBe(slug);
  });

  test.each(['朝の音楽', 'Доброе утро', '🎉🎉', '???'])('finds one for "%s" too', (name) => {
    expect(toSlug(name)).toMatch(/^[a-z0-9][a-z0-9-]{0,47}$/);
  });
});
