import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { moodNames } from '../../../src/demo/music/vocabulary.ts';
import {
  createTagBooks,
  describeStandIn,
  describeUnknown,
  resolveCriteria,
  type TagKind,
} from '../../../src/core/flow/resolve-criteria.ts';
import type { TagCount, UnknownName } from '../../../src/core/flow/tag-names.ts';
import { noCriteria } from '../../../src/core/flow/window.ts';
import { anyCodePoints } from '../../fakes/any-code-points.ts';

const vocabularyOf = (...names: readonly string[]) => names.map((name, at) => ({ name, tracks: 100 - at }));
const moods = vocabularyOf(...moodNames);

/** Names in a library that has nothing but these, of one kind. */
const resolveNames = (
  list: 'moods' | 'genres' | 'styles',
  wanted: readonly string[],
  vocabulary: readonly TagCount[],
): { readonly names: readonly string[]; readonly unknown: readonly UnknownName[] } => {
  const books = createTagBooks((kind) => (`${kind}s` === list ? vocabulary : []));
  const [resolved] = resolveCriteria({ ...noCriteria, [list]: wanted }, books);
  return { names: resolved?.tags.flatMap(({ names }) => names) ?? [], unknown: resolved?.unknown ?? [] };
};

describe('resolving names', () => {
  test.each([
    ['calm', ['Calm/Peaceful']],
    ['PEACEFUL', ['Calm/Peaceful']],
    ['Calm / Peaceful', ['Calm/Peaceful']],
    ['laid back', ['Laid-Back/Mellow']],
    ['mellow', ['Laid-Back/Mellow']],
    ['child like', ['Child-like']],
    ['upbeat', ['Energetic', 'Cheerful', 'Bouncy', 'Lively']],
    ['melancholic', ['Melancholy']],
    ['sad', ['Sad']],
  ])('mood "%s"', (wanted, names) => {
    expect(resolveNames('moods', [wanted], moods)).toEqual({ names, unknown: [] });
  });

  test.each([
    ['hiphop', ['Hip-Hop', 'Hip Hop']],
    ['rnb', ['R&B']],
    ['r & b', ['R&B']],
    ['Drum and Bass', ['Drum & Bass']],
    ['rock en espanol', ['Rock en Español']],
    ['soundtracks', ['Soundtrack']],
    ['rock', ['Pop/Rock']],
  ])('genre "%s"', (wanted, names) => {
    const genres = vocabularyOf(
      'Hip-Hop',
      'Hip Hop',
      'R&B',
      'Drum & Bass',
      'Rock en Español',
      'Soundtrack',
      'Pop/Rock',
    );
    expect(resolveNames('genres', [wanted], genres).names).toEqual(names);
  });

  test('an alias leads only to names that are there', () => {
    expect(resolveNames('moods', ['chill'], vocabularyOf('Soothing', 'Jazz')).names).toEqual(['Soothing']);
    expect(resolveNames('moods', ['chill'], vocabularyOf('Jazz')).names).toEqual([]);
  });

  test.each([
    ['Meloncholy', 'Melancholy'],
    ['Enrgetic', 'Energetic'],
    ['mello', 'Laid-Back/Mellow'],
  ])('for "%s" it suggests "%s"', (wanted, suggestion) => {
    const { unknown } = resolveNames('moods', [wanted], moods);
    expect(unknown).toMatchObject([{ wanted }]);
    expect(unknown[0]?.suggestions).toContain(suggestion);
    expect(unknown[0]?.suggestions.length).toBeLessThanOrEqual(3);
  });

  test('a short word that differs in two letters is another word', () => {
    const genres = vocabularyOf('Speed/Thrash Metal', 'Ambient');
    expect(resolveNames('genres', ['Sleep'], genres).unknown[0]?.suggestions).toEqual([]);
    expect(resolveNames('genres', ['Sped'], genres).unknown[0]?.suggestions).toEqual(['Speed/Thrash Metal']);
  });

  test('suggests names that share a word, those with more tracks first', () => {
    const styles = [
      { name: 'Indie Electronic', tracks: 5 },
      { name: 'Indie Pop', tracks: 90 },
      { name: 'Jazz', tracks: 900 },
    ];
    expect(resolveNames('styles', ['indie folk'], styles).unknown[0]?.suggestions[0]).toBe('Indie Pop');
  });

  test('a text without a letter, or anything else, never throws and invents nothing', () => {
    fc.assert(
      fc.property(fc.array(anyCodePoints({ maxLength: 12 }), { maxLength: 2 }), (wanted) => {
        const { names, unknown } = resolveNames('moods', wanted, moods);
        expect(names.every((name) => moodNames.includes(name))).toBe(true);
        expect(unknown.every(({ suggestions }) => suggestions.every((name) => moodNames.includes(name)))).toBe(true);
      }),
    );
    expect(resolveNames('moods', ['', ' / ', '🎷'], moods).names).toEqual([]);
  });

  test('every name of a vocabulary is found whatever its case, accents and signs', () => {
    fc.assert(
      fc.property(fc.constantFrom(...moodNames), (name) => {
        for (const wanted of [name.toUpperCase(), name.replace(/[-/]/g, ' '), name.replace('e', 'é')])
          expect(resolveNames('moods', [wanted], moods).names).toContain(name);
      }),
    );
  });
});

describe('resolving criteria', () => {
  const vocabularies: Readonly<Record<TagKind, readonly string[]>> = {
    genre: ['Jazz', 'Pop/Rock', 'Electronic'],
    style: ['Ambient', 'Meditation/Relaxation', 'Cool'],
    mood: ['Calm/Peaceful', 'Gentle', 'Energetic', 'Electronic'],
    label: ['kids'],
  };
  const asked: TagKind[] = [];
  const books = createTagBooks((kind) => {
    asked.push(kind);
    return vocabularyOf(...vocabularies[kind]);
  });

  test('looks where the user said first, and in the other vocabularies only for what is not there', () => {
    asked.length = 0;
    const lists = resolveCriteria({ ...noCriteria, genres: ['electronic'] }, books);
    expect(lists).toEqual([
      {
        list: 'genres',
        parts: [{ wanted: 'electronic', tags: [{ kind: 'genre', names: ['Electronic'] }], standsIn: false }],
        tags: [{ kind: 'genre', names: ['Electronic'] }],
        unknown: [],
      },
    ]);
    expect(asked).toEqual(['genre']);
    expect(resolveCriteria({ ...noCriteria, genres: ['ambient', 'Jazz'] }, books)[0]?.tags).toEqual([
      { kind: 'style', names: ['Ambient'] },
      { kind: 'genre', names: ['Jazz'] },
    ]);
  });

  test('an alias may lead to styles and moods alike', () => {
    expect(resolveCriteria({ ...noCriteria, genres: ['sleep'] }, books)[0]?.tags).toEqual([
      { kind: 'style', names: ['Meditation/Relaxation'] },
      { kind: 'mood', names: ['Gentle', 'Calm/Peaceful'] },
    ]);
  });

  test('what was found only in another vocabulary is told', () => {
    const parts = resolveCriteria({ ...noCriteria, genres: ['sleep', 'Energetic', 'zzz'] }, books)[0]?.parts ?? [];
    expect(parts.map(({ standsIn }) => standsIn)).toEqual([true, true, false]);
    expect(parts.slice(0, 2).map((part) => describeStandIn('genres', part))).toEqual([
      'The library has no genre "sleep"; tracks of the style Meditation/Relaxation and the moods Gentle and Calm/Peaceful stand in.',
      'The library has no genre "Energetic"; tracks of the mood Energetic stand in.',
    ]);
    const known = resolveCriteria({ ...noCriteria, genres: ['ambient'], moods: ['sleep'], tags: ['gentle'] }, books);
    expect(known.flatMap((list) => list.parts).some(({ standsIn }) => standsIn)).toBe(false);
  });

  test('what was perhaps meant is of the kind that was asked for', () => {
    const suggestionsFor = (list: 'genres' | 'moods' | 'tags'): readonly string[] =>
      resolveCriteria({ ...noCriteria, [list]: ['gentel'] }, books)[0]?.unknown[0]?.suggestions ?? [];
    expect(suggestionsFor('genres')).not.toContain('Gentle');
    expect(suggestionsFor('moods')).toContain('Gentle');
    expect(suggestionsFor('tags')).toContain('Gentle');
  });

  test('beside a genre that is there, nothing but genres and styles counts', () => {
    const [genres] = resolveCriteria({ ...noCriteria, genres: ['Jazz', 'Sleep', 'Energetic'] }, books);
    expect(genres?.tags).toEqual([{ kind: 'genre', names: ['Jazz'] }]);
    expect(genres?.unknown.map(({ wanted }) => wanted)).toEqual(['Sleep', 'Energetic']);
    const [moods] = resolveCriteria({ ...noCriteria, moods: ['Energetic', 'sleep', 'Jazz'] }, books);
    expect(moods?.tags).toEqual([{ kind: 'mood', names: ['Energetic', 'Gentle', 'Calm/Peaceful'] }]);
    expect(moods?.unknown.map(({ wanted }) => wanted)).toEqual(['Jazz']);
  });

  test('a tag is whatever carries the word', () => {
    expect(resolveCriteria({ ...noCriteria, tags: ['electronic'] }, books)[0]?.tags).toEqual([
      { kind: 'genre', names: ['Electronic'] },
      { kind: 'mood', names: ['Electronic'] },
    ]);
  });

  test('labels are only labels', () => {
    const [labels] = resolveCriteria({ ...noCriteria, labels: ['Kids', 'jazz'] }, books);
    expect(labels?.tags).toEqual([{ kind: 'label', names: ['kids'] }]);
    expect(labels?.unknown).toMatchObject([{ wanted: 'jazz' }]);
  });

  test('an unknown name is said with what was perhaps meant', () => {
    const [moodList] = resolveCriteria({ ...noCriteria, moods: ['Clam', 'Zzzzz'] }, books);
    const sentences = moodList?.unknown.map((name) => describeUnknown('moods', name));
    expect(sentences).toEqual([
      'The library knows no mood "Clam"; did you mean "Calm/Peaceful"?',
      'The library knows no mood "Zzzzz".',
    ]);
  });
});
