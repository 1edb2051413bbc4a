import { describe, expect, test } from '@jest/globals';
import { createHttpApp } from '../../../src/entrypoints/http/http-app.ts';
import { pageScript } from '../../../src/entrypoints/http/page-script.ts';
import { silentLogger } from '../../../src/lib/logger.ts';
import type { CoverPicture, FlowSummary } from '../../../src/operations/flow/flow-summary.ts';
import { getCover } from '../../../src/operations/flow/get-cover.ts';
import { listFlows } from '../../../src/operations/flow/list-flows.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import { operations } from '../../../src/operations/table.ts';
import { createFakeDoorHouse, fakeConfig, fakeNowMs } from '../../fakes/fake-door-house.ts';
import { fakeFlow, fakeFlowRecipe } from '../../fakes/fake-flow.ts';
import { fakePng } from '../../fakes/fake-flow-operations.ts';

const nasty = `<script>alert("x")</script>' & "`;

const open = (flows: readonly Partial<FlowSummary>[] | 'real', ...others: readonly Operation[]) => {
  const config = fakeConfig();
  const { house } = createFakeDoorHouse({ config, recipes: [fakeFlowRecipe()] });
  const fakeList: Operation = { ...listFlows, run: async () => (flows === 'real' ? [] : flows.map(fakeFlow)) };
  const verbs =
    flows === 'real'
      ? operations
      : operations.map((verb) => [fakeList, ...others].find(({ name }) => name === verb.name) ?? verb);
  const app = createHttpApp({
    house,
    operations: verbs,
    config,
    version: '1.2.3',
    logger: silentLogger(),
    getHealth: () => ({ parts: [] }),
    signal: new AbortController().signal,
  });
  const env = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };
  return {
    house,
    request: (path: string, init: RequestInit = {}) =>
      app.request(path, { ...init, headers: { host: '127.0.0.1:8099', ...init.headers } }, env),
  };
};
const show = async (...flows: readonly Partial<FlowSummary>[]): Promise<string> => {
  const answer = await open(flows).request('/');
  expect(answer.status).toBe(200);
  return (await answer.text()).replace(/\s+/g, ' ');
};

describe('the flow on the page', () => {
  test('tells what plays, why, what comes next, and offers the windows', async () => {
    const page = await show({});
    for (const words of [
      '<h3>Daily Flow</h3>',
      '<span class="title">Morning</span> <span class="artist">Acoustic</span>',
      'It is 13:00, which is in Morning.',
      'Up to date; next change <time datetime="2026-11-21T17:00:00.000Z">today 18:00</time>: Evening',
      'data-operation="refresh-flow" data-recipe="daily-flow" data-apply="false"',
      'data-operation="more-like-this" data-recipe="daily-flow" data-apply="false"',
      'data-operation="not-today" data-recipe="daily-flow" data-apply="false"',
      '<li aria-current="time"> <span class="title">Morning</span>',
      'data-apply="false" data-window="" data-done="Daily Flow follows the clock" aria-pressed="true"',
      'data-window="Evening" data-done="Daily Flow turns to Evening" aria-pressed="false"',
      'every day 18:00–06:00',
    ])
      expect(page).toContain(words);
  });

  test.each<[string, Partial<FlowSummary>, readonly string[]]>([
    [
      'a choice by hand',
      { manual: 'Evening', by: 'manual', activeWindow: 'Evening' },
      ['data-window="Evening" data-done="Daily Flow turns to Evening" aria-pressed="true"'],
    ],
    [
      'a list that is late',
      { stale: true, publishedWindow: 'Evening' },
      ['outcome warn', 'Still holds Evening; next change'],
    ],
    ['a dial that was turned', { stale: true }, ['To be made anew; next change']],
    ['no list yet', { stale: true, publishedWindow: undefined }, ['Not made yet; next change']],
    ['a gap', { activeWindow: undefined, by: 'gap' }, ['No window', 'the playlist is left as it is']],
    ['a length in minutes', { minutes: 90 }, ['tracks, now 90 min']],
    ['no end', { nextChangeAtMs: undefined }, ['no change is planned']],
    ['notes', { notes: ['Nothing carries "Mellow".'] }, ['<li>Nothing carries &quot;Mellow&quot;.</li>']],
  ])('tells of %s', async (_title, flow, words) => {
    const page = await show(flow);
    for (const word of words) expect(page).toContain(word);
  });

  test.each(['refresh-flow', 'more-like-this', 'not-today', 'undo'])(
    'offers %s with the input that the operation takes',
    async (name) => {
      const page = await show({});
      const button = new RegExp(`<button[^>]*data-operation="${name}"[^>]*>`).exec(page)?.[0] ?? '';
      const input = { recipe: 'daily-flow', ...(button.includes('data-apply="false"') ? { apply: false } : {}) };
      expect(operations.find((operation) => operation.name === name)?.input.safeParse(input).success).toBe(true);
      expect(button).toContain('data-recipe="daily-flow"');
      expect(button).not.toContain('disabled');
    },
  );

  test('has no list to refresh or to bend where no window counts', async () => {
    const page = await show({ activeWindow: undefined, by: 'gap' });
    const isOff = (name: string) =>
      / disabled/.test(new RegExp(`data-operation="${name}"[^>]*>`).exec(page)?.[0] ?? '');
    expect(['refresh-flow', 'more-like-this', 'not-today', 'undo'].filter(isOff)).toEqual([
      'refresh-flow',
      'more-like-this',
    ]);
  });

  test('has its dials, each with a label and as it stands', async () => {
    const page = await show({ size: 80, familiarityPercent: 15, followsHome: false });
    for (const [id, dial, more] of [
      ['size-daily-flow', 'size', 'min="1" max="1000"'],
      ['familiarity-daily-flow', 'familiarityPercent', 'min="0" max="100"'],
      ['home-daily-flow', 'followsHome', 'role="switch"'],
    ]) {
      const input = new RegExp(`<input id="${id}"[^>]*>`).exec(page)?.[0] ?? '';
      expect(input).toContain(`data-dial="${dial}" data-recipe="daily-flow"`);
      expect(input).toContain(more);
      expect(input).not.toContain('checked');
      expect(page).toContain(`<label class="${dial === 'followsHome' ? 'switch' : 'dial'}" for="${id}"`);
    }
    expect(page).toMatch(/id="size-daily-flow"[^>]* value="80"/);
    expect(page).toMatch(/id="familiarity-daily-flow"[^>]* value="15"/);
    expect(await show({ followsHome: true })).toMatch(/id="home-daily-flow"[^>]* checked/);
  });

  test('says which track is meant, and what came of the last wish', async () => {
    expect(await show({})).toContain('The last two are about the track that plays in Plex.');
    const lastAction = { command: 'not-today', ok: true, doneAtMs: fakeNowMs, track: undefined, player: undefined };
    const nowPlaying = { trackId: '7', artist: 'Low', title: 'Words', player: 'Kitchen' };
    const page = await show({ nowPlaying, lastAction: { ...lastAction, message: '"Low – Lullaby" stays out.' } });
    expect(page).toContain('<p class="note" id="about-daily-flow">Now playing on Kitchen: Low – Words</p>');
    expect(page).toMatch(/data-operation="not-today"[^>]*aria-describedby="about-daily-flow"/);
    expect(page).toMatch(
      /<p class="outcome "><time[^>]*>today 13:00<\/time>: &quot;Low – Lullaby&quot; stays out\.<\/p>/,
    );
    const failed = { ...lastAction, ok: false, message: 'Nothing is being played now.' };
    expect(await show({ lastAction: failed })).toMatch(/outcome bad"><time[^>]*>today 13:00<\/time>: Nothing is being/);
  });

  test('is there for each flow that is on, and not at all without one', async () => {
    const page = await show({}, { recipeId: 'kitchen', playlistName: 'Kitchen' }, { recipeId: 'off', enabled: false });
    expect(page.match(/role="group" aria-label="Window of/g)).toHaveLength(2);
    expect(await show()).not.toContain('aria-label="Flow"');
  });

  test('escapes every name and reason', async () => {
    const windows = [{ id: 'x', name: nasty, when: nasty, theme: nasty }];
    const page = await show({
      playlistName: nasty,
      why: nasty,
      notes: [nasty],
      windowNames: [nasty],
      windows,
      activeWindow: nasty,
      nextWindow: nasty,
      publishedWindow: nasty,
      nowPlaying: { trackId: '1', artist: nasty, title: nasty, player: nasty },
      lastAction: { command: 'undo', ok: true, message: nasty, doneAtMs: 0, track: undefined, player: undefined },
    });
    expect(page).not.toContain('<script>alert');
    expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThanOrEqual(9);
    expect(page).not.toMatch(/\son[a-z]+=|\sstyle=|<style|<script(?! src)/);
  });

  test('puts no name into an address', async () => {
    const page = await show({ windowNames: ['Wait.../Stay'], playlistName: 'A/B' });
    const addresses = [...page.matchAll(/(?:href|src|action)="([^"]*)"/g)].map((found) => found[1] ?? '');
    for (const address of addresses)
      expect(address).toMatch(/^(data:|[a-z]+\.(css|js)$|api\/cover\/daily-flow\?key=cover-1$)/);
    expect(pageScript).toContain("fetch('api/operations/' + operation");
  });
});

describe('the cover', () => {
  const picture = { key: 'k', contentType: 'image/png', base64: fakePng('k').toString('base64') } as const;
  const ask = (answer: CoverPicture | null, path = '/api/cover/daily-flow?key=k') =>
    open([{}], { ...getCover, run: async () => answer }).request(path);

  test('is on the page only when there is one', async () => {
    expect(await show({})).toContain('src="api/cover/daily-flow?key=cover-1"');
    expect(await show({ coverKey: undefined })).not.toContain('<img');
  });

  test('is served as it is', async () => {
    const answer = await ask(picture);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await answer.arrayBuffer()).equals(fakePng('k'))).toBe(true);
  });

  test('that is not there, or of a flow that is not, is not found', async () => {
    expect((await ask(null)).status).toBe(404);
    const answer = await open('real').request('/api/cover/nothing');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: 'not-found' } });
  });
});

describe('the API of the flow', () => {
  test('chooses a window, and the page shows the choice', async () => {
    const { request } = open('real');
    const before = await (await request('/')).text();
    expect(before).toContain('Daily Flow');
    const answer = await request('/api/operations/choose-window', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ recipe: 'daily-flow', window: 'Evening', apply: false }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ recipeId: 'daily-flow', manual: 'Evening', by: 'manual' });
    const after = (await (await request('/')).text()).replace(/\s+/g, ' ');
    expect(after).toContain('data-window="Evening" data-done="Daily Flow turns to Evening" aria-pressed="true"');
  });

  test('lists the flows with ISO times', async () => {
    const answer = await open([{ nextChangeAtMs: fakeNowMs }]).request('/api/flows');
    expect(await answer.json()).toEqual([expect.objectContaining({ nextChangeAt: '2026-11-21T13:00:00+01:00' })]);
  });
});
