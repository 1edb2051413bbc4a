import { describe, expect, test } from '@jest/globals';
import { buildLadder, describeRelaxing, joinWords } from '../../../src/core/flow/ladder.ts';

const rules = {
  memoryDays: 7,
  unheardForDays: 3,
  maxPerAlbum: 2,
  maxPerArtist: 2,
  breadths: ['A gave way', 'B gave way'],
};

describe('the ladder', () => {
  test('gives way in the documented order, one thing at a time', () => {
    expect(buildLadder(rules).map(({ said }) => said)).toEqual([
      undefined,
      'the memory of past lists was halved',
      'the memory of past lists was set aside',
      'the days that a track must not have been heard were halved',
      'tracks heard lately were let in',
      'the limit per album was lifted',
      'the limit per artist was raised to 3',
      'the limit per artist was raised to 4',
      'the limit per artist was raised to 6',
      'A gave way',
      'A gave way',
      'B gave way',
      'B gave way',
      'the limit per artist was lifted',
    ]);
  });

  test('begins with everything as configured, and brings the caps back for wider criteria', () => {
    const rungs = buildLadder(rules);
    expect(rungs[0]).toMatchObject({ memory: 0, heard: 0, albumCap: 2, artistCap: 2, breadth: 0 });
    expect(rungs[8]).toMatchObject({ memory: 2, heard: 2, albumCap: Infinity, artistCap: 6, breadth: 0 });
    expect(rungs[9]).toMatchObject({ memory: 2, heard: 2, albumCap: 2, artistCap: 2, breadth: 1 });
    expect(rungs[10]).toMatchObject({ albumCap: Infinity, artistCap: 6, breadth: 1 });
    expect(rungs.at(-1)).toMatchObject({ artistCap: Infinity, albumCap: Infinity, breadth: 2 });
  });

  test('passes over what does not apply', () => {
    const said = buildLadder({ ...rules, memoryDays: 0, unheardForDays: 0, maxPerArtist: 1, breadths: [] }).map(
      (rung) => rung.said,
    );
    expect(said).toEqual([
      undefined,
      'the limit per album was lifted',
      'the limit per artist was raised to 2',
      'the limit per artist was raised to 3',
      'the limit per artist was lifted',
    ]);
  });

  test('tells only how far each thing went', () => {
    const rungs = buildLadder(rules);
    expect(describeRelaxing(rungs, 0)).toBeUndefined();
    expect(describeRelaxing(rungs, 1)).toBe('Too few tracks matched, so the memory of past lists was halved.');
    expect(describeRelaxing(rungs, 4)).toBe(
      'Too few tracks matched, so the memory of past lists was set aside and tracks heard lately were let in.',
    );
    expect(describeRelaxing(rungs, 10)).toBe(describeRelaxing(rungs, 9));
    expect(describeRelaxing(rungs, 9)).toBe(
      'Too few tracks matched, so the memory of past lists was set aside, tracks heard lately were let in, the limit per album was lifted, the limit per artist was raised to 6 and A gave way.',
    );
  });

  test('joins words as people do', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(joinWords)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  });
});
