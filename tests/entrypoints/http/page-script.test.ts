import { expect, test } from '@jest/globals';
import { createContext, runInContext } from 'node:vm';
import { pageScript } from '../../../src/entrypoints/http/page-script.ts';

interface Notice {
  readonly text: string;
  readonly bad: boolean;
}

/** The script in a browser that has nothing but an empty page. */
const load = (): { readonly describe: (answer: unknown, done: string) => Notice } => {
  const window = createContext({
    document: { getElementById: () => ({}), addEventListener: () => undefined },
    setTimeout: () => 0,
    clearTimeout: () => undefined,
  });
  runInContext(pageScript, window);
  return window as ReturnType<typeof load>;
};

const failed = { result: 'failed', message: 'Plex is away.' };

test.each<[string, unknown, Notice]>([
  ['what is still under way', undefined, { text: 'Under way', bad: false }],
  ['what a flow says of itself', { lastAction: { message: 'More like it.' } }, { text: 'More like it.', bad: false }],
  ['a run', { report: { result: 'partial', message: '9 tracks.' } }, { text: '9 tracks.', bad: false }],
  ['a run that failed', { report: failed }, { text: 'Plex is away.', bad: true }],
  ['a cycle', { reports: [{ result: 'succeeded', message: 'x' }] }, { text: 'Done', bad: false }],
  ['a cycle with one that failed', { reports: [failed] }, { text: 'Plex is away.', bad: true }],
  [
    'a cycle whose sync failed',
    { reports: [], syncError: { message: 'No library.' } },
    { text: 'No library.', bad: true },
  ],
  ['an answer without words', null, { text: 'Done', bad: false }],
])('the notice of %s', (_what, answer, notice) => {
  expect(JSON.parse(JSON.stringify(load().describe(answer, 'Done')))).toEqual(notice);
});
