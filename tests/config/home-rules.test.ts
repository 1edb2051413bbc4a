import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load.ts';
import { makeRule } from '../core/flow/make-home.ts';
import { createWorkplace } from './workplace.ts';
import { listProblems, listWarnings, load } from './yaml-options.ts';

describe('rules of the home', () => {
  const windows = 'time_windows: "06:00-11:00;name=Party"\n';
  const rulesOf = (yaml: string) => load(`${windows}${yaml}`).homeRules;
  const empty = makeRule([]);

  test('are read in their long and their short forms', () => {
    expect(
      rulesOf(`
home_rules:
  - name: Party time
    playlist: daily-flow
    when:
      - {entity: input_select.house_mode, is: party}
      - {entity: sensor.people, above: 3, for: {minutes: 10}}
    then: {window: party}
  - when: {entity: Person.Mia, not: [home, "at work"], for: 00:10:00}
    then: {pause: true}
  - {entity: weather.home, attribute: temperature, below: "3.5", moods: "Warm, Sweet", familiarity: 80, energy: low}
`),
    ).toEqual([
      {
        ...empty,
        name: 'Party time',
        playlist: 'daily-flow',
        when: [
          expect.objectContaining({ entity: 'input_select.house_mode', is: ['party'], forMs: undefined }),
          expect.objectContaining({ entity: 'sensor.people', above: 3, forMs: 600_000 }),
        ],
        window: 'party',
      },
      {
        ...empty,
        when: [expect.objectContaining({ entity: 'person.mia', not: ['home', 'at work'], forMs: 600_000 })],
        pause: true,
      },
      {
        ...empty,
        when: [expect.objectContaining({ entity: 'weather.home', attribute: 'temperature', below: 3.5 })],
        moods: ['Warm', 'Sweet'],
        familiarity: 0.8,
        energy: 'low',
      },
    ]);
  });

  test.each([
    ['10m', 600],
    ['1h30m', 5_400],
    ['90 s', 90],
    ['2 hours', 7_200],
    ['1d', 86_400],
    ['00:10', 600],
    ['00:10:30', 630],
    ['45', 45],
    ['{hours: 1, seconds: 5}', 3_605],
  ])('for: %s is %i seconds', (period, seconds) => {
    const [rule] = rulesOf(
      `home_rules: [{entity: a.b, is: x, for: ${period.startsWith('{') ? period : `"${period}"`}, pause: true}]`,
    );
    expect(rule?.when[0]?.forMs).toBe(seconds * 1_000);
  });

  test.each([
    ['"party, guests"', ['party', 'guests']],
    ['[party, "a, b"]', ['party', 'a, b']],
    ['true', ['on', 'true']],
    ['3', ['3']],
    ['"on"', ['on']],
  ])('is: %s means %j', (states, expected) => {
    expect(rulesOf(`home_rules: [{entity: a.b, is: ${states}, pause: true}]`)[0]?.when[0]?.is).toEqual(expected);
  });

  test.each([
    [
      '{when: [{entity: house, is: x}], then: {pause: true}}',
      '.when[0].entity',
      'must be an entity such as input_select.house_mode; found "house".',
    ],
    [
      '{when: {entity: a.b}, then: {pause: true}}',
      '.when',
      'says nothing to compare with; give is, not, above or below.',
    ],
    ['{entity: a.b, pause: true}', '', 'says nothing to compare with; give is, not, above or below.'],
    [
      '{when: [], then: {pause: true}}',
      '.when',
      'must hold an entity and what it shall be, or a list of such conditions.',
    ],
    ['{then: {pause: true}}', '', 'has no condition; add when with an entity.'],
    ['{is: x, pause: true}', '', 'compares something without an entity; add entity, or move it into when.'],
    [
      '{entity: a.b, is: x}',
      '',
      'asks for nothing; add then with window, pause, moods, genres, energy or familiarity.',
    ],
    ['{entity: a.b, is: x, window: Party, pause: true}', '', 'asks for a window and for a pause; keep one of them.'],
    ['{entity: a.b, above: 5, below: 4, pause: true}', '', ': nothing is above 5 and below 4.'],
    [
      '{entity: a.b, is: x, for: soon, pause: true}',
      '.for',
      'must be a time such as 10m, 1h30m or 00:10:00, of 7 days at most.',
    ],
    ['{entity: a.b, is: x, for: {hour: 1}, pause: true}', '.for.hour', 'is not an option. Did you mean hours?'],
    ['{when: {entiti: a.b}, then: {pause: true}}', '.when.entiti', 'is not an option. Did you mean entity?'],
    ['{entity: a.b, is: x, then: {windw: Party}}', '.then.windw', 'is not an option. Did you mean window?'],
    [
      '{entity: a.b, is: x, playlist: kitchen, pause: true}',
      '.playlist',
      '"kitchen" is no flow; there are daily-flow.',
    ],
    [
      '{entity: a.b, is: x, then: {playlist: kitchen, pause: true}}',
      '.playlist',
      '"kitchen" is no flow; there are daily-flow.',
    ],
    [
      '{entity: a.b, is: x, energy: wild, pause: true}',
      '.energy',
      'must be one of low, medium, high, rising, falling, arc; found "wild".',
    ],
  ])('%s is refused', (rule, path, sentence) => {
    const problems = listProblems(`${windows}home_rules: [${rule}]`);
    const glue = sentence.startsWith(':') ? '' : ' ';
    expect(problems).toContain(`home_rules[0]${path} (line 2)${glue}${sentence}`);
  });

  test('may speak of the windows of the flow they are for', () => {
    const flows = 'playlists: [{kind: flow, name: Kitchen, windows: "6-7:name=Toast"}]\n';
    expect(
      listProblems(`${windows}${flows}home_rules: [{entity: a.b, is: x, playlist: kitchen, window: toast}]`),
    ).toEqual([]);
    expect(listProblems(`${windows}${flows}home_rules: [{entity: a.b, is: x, window: toast}]`)).toEqual([]);
    const then = rulesOf(
      `${flows}home_rules: [{when: {entity: a.b, is: x}, then: {playlist: kitchen, window: toast}}]`,
    );
    expect(then).toMatchObject([{ playlist: 'kitchen', window: 'toast' }]);
  });

  const kitchen = 'playlists: [{kind: flow, name: Kitchen, windows: "6-7:name=Toast"}]\n';
  test.each([
    ['window: Prty', 'asks for "Prty", which is no window of any flow; did you mean Party?'],
    ['window: Dinner', 'asks for "Dinner", which is no window of any flow; there are Morning, Party, Toast.'],
    [
      'playlist: daily-flow, window: toast',
      'asks for "toast", which is no window of the flow daily-flow; there are Morning, Party.',
    ],
    ['playlist: kitchen, window: tost', 'asks for "tost", which is no window of the flow kitchen; did you mean Toast?'],
  ])('that can never be heard are warned of, and everything else goes on: %s', (rule, sentence) => {
    const yaml = `${windows}${kitchen}home_rules:\n  - {entity: a.b, is: x, ${rule}}`;
    expect(listWarnings(yaml)).toEqual([`home_rules[0].window (line 4) ${sentence}`]);
  });

  test.each(['window: toast', 'window: party', 'playlist: kitchen, window: toast', 'pause: true'])(
    'that somebody hears are not warned of: %s',
    (rule) => {
      expect(listWarnings(`${windows}${kitchen}home_rules: [{entity: a.b, is: x, ${rule}}]`)).toEqual([]);
    },
  );

  test('are heard by flows that are switched on; where none is, nobody is warned', () => {
    const off = 'playlists: [{kind: flow, name: Kitchen, enabled: false, windows: "6-7:name=Toast"}]\n';
    const yaml = `${windows}${off}home_rules: [{entity: a.b, is: x, window: toast}]`;
    expect(listWarnings(yaml)).toEqual([
      'home_rules[0].window (line 3) asks for "toast", which is no window of any flow; there are Morning, Party.',
    ]);
    expect(listWarnings(`enable_time_playlist: false\n${yaml}`)).toEqual([]);
  });

  test('speak of the default windows where none are configured', () => {
    expect(listProblems('home_rules: [{entity: a.b, is: x, window: Party}]')).toEqual([]);
  });

  test('belong in a file', () => {
    const place = createWorkplace();
    const { warnings } = loadConfig({ env: { ...place.env, HOME_RULES: '[]' } });
    expect(warnings).toEqual([expect.stringContaining('HOME_RULES (environment) was ignored')]);
  });
});
