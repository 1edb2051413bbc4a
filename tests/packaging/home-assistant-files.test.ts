import { describe, expect, test } from '@jest/globals';
import { parse, parseDocument, visit, type ScalarTag } from 'yaml';
import { defaultWindows } from '../../src/core/flow/default-windows.ts';
import { buildDiscovery } from '../../src/entrypoints/homeassistant/discovery.ts';
import { listFlowEntities } from '../../src/entrypoints/homeassistant/flow-entities.ts';
import { houseEntities } from '../../src/entrypoints/homeassistant/house-entities.ts';
import { listPlaylistEntities } from '../../src/entrypoints/homeassistant/playlist-entities.ts';
import { createTopics } from '../../src/entrypoints/homeassistant/topics.ts';
import { fakeFlowRecipe } from '../fakes/fake-flow.ts';
import { listTree, readText, readYaml } from './tree.ts';

interface Input {
  readonly name?: string;
  readonly default?: unknown;
  readonly selector?: Readonly<Record<string, unknown>>;
  readonly input?: Readonly<Record<string, Input>>;
}
interface Blueprint {
  readonly blueprint: {
    readonly name: string;
    readonly description: string;
    readonly domain: string;
    readonly homeassistant: { readonly min_version: string };
    readonly input: Readonly<Record<string, Input>>;
  };
  readonly mode: string;
  readonly triggers: unknown;
  readonly conditions: unknown;
  readonly actions: unknown;
}

/** Home Assistant's tag: a place where an answer of the form is put. */
class Answer {
  readonly input: string;
  constructor(input: string) {
    this.input = input;
  }
}
const inputTag: ScalarTag = { tag: '!input', resolve: (text) => new Answer(text) };
const readBlueprint = (path: string): Blueprint => parse(readText(path), { customTags: [inputTag] }) as Blueprint;

const listInputs = (inputs: Readonly<Record<string, Input>>): readonly (readonly [string, Input])[] =>
  Object.entries(inputs).flatMap(([name, input]) =>
    input.input === undefined ? [[name, input] as const] : listInputs(input.input),
  );
const listAnswers = (node: unknown): readonly string[] => {
  if (node instanceof Answer) return [node.input];
  if (typeof node !== 'object' || node === null) return [];
  return Object.values(node).flatMap(listAnswers);
};

/** Entity ids of a house with one flow, as announced to Home Assistant. */
const flow = fakeFlowRecipe();
const discovery = buildDiscovery(
  [...houseEntities, ...listPlaylistEntities(flow, 'Harmoniq'), ...listFlowEntities([flow], 'Harmoniq')],
  { instanceId: 'harmoniq', version: '1.2.3' },
  createTopics({ mqttDiscoveryPrefix: 'homeassistant', mqttBaseTopic: 'harmoniq', instanceId: 'harmoniq' }),
);
const announced = new Set(Object.values(discovery.components).map((component) => component.default_entity_id));
const findEntities = (text: string): readonly string[] => [...new Set(text.match(/\b[a-z_]+\.harmoniq_[a-z0-9_]+/g))];

const paths = listTree().filter((path) => path.startsWith('harmoniq/') && path.endsWith('.yaml'));
const blueprints = paths.filter((path) => path.startsWith('harmoniq/blueprints/automation/harmoniq/'));

test('there are three blueprints and a dashboard, and nothing else that Home Assistant could misread', () => {
  expect(blueprints).toHaveLength(3);
  expect(paths).toHaveLength(4);
  expect(paths.filter((path) => /\/(config|build|repository)\./.test(path))).toEqual([]);
});

describe.each(blueprints)('%s', (path) => {
  const blueprint = readBlueprint(path);
  const inputs = listInputs(blueprint.blueprint.input);

  test('is an automation with a name, a description and the version of Home Assistant that Harmoniq needs anyway', () => {
    const addon = readYaml('config.yaml') as { homeassistant: string };
    expect(blueprint.blueprint).toMatchObject({
      name: expect.stringMatching(/^Harmoniq – \S/) as unknown,
      description: expect.stringMatching(/\S.{40}/) as unknown,
      domain: 'automation',
      homeassistant: { min_version: addon.homeassistant },
    });
    expect(['single', 'restart', 'queued', 'parallel']).toContain(blueprint.mode);
    for (const part of ['triggers', 'conditions', 'actions'] as const) expect(blueprint[part]).toBeDefined();
  });

  test('has no key twice and no fault in its YAML', () => {
    const document = parseDocument(readText(path), { customTags: [inputTag], uniqueKeys: true });
    expect([...document.errors, ...document.warnings]).toEqual([]);
    const tags = new Set<string>();
    visit(document, { Node: (_key, node) => void (node.tag?.startsWith('!') === true && tags.add(node.tag)) });
    expect([...tags]).toEqual(['!input']);
  });

  test('asks for every answer that it uses, uses every answer that it asks for, and each has a name and a selector', () => {
    const { blueprint: _head, ...body } = blueprint;
    const names = inputs.map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect([...new Set(listAnswers(body))].sort()).toEqual([...names].sort());
    for (const [, input] of inputs) {
      expect(input.name).toMatch(/\S/);
      expect(Object.keys(input.selector ?? {})).toHaveLength(1);
    }
  });

  test('offers entities that exist as defaults, among those of MQTT', () => {
    const defaults = inputs.filter(
      ([, input]) => typeof input.default === 'string' && input.default.includes('.harmoniq_'),
    );
    expect(defaults.length).toBeGreaterThan(0);
    for (const [, input] of defaults) {
      const entity = input.default as string;
      expect(announced).toContain(entity);
      const [filter] = (input.selector as { entity: { filter: readonly Record<string, string>[] } }).entity.filter;
      expect(filter).toEqual({ integration: 'mqtt', domain: entity.split('.')[0] });
    }
  });

  test('names no other entity, and calls only what every Home Assistant has', () => {
    const text = readText(path);
    expect(findEntities(text).filter((entity) => !announced.has(entity))).toEqual([]);
    const actions = [...text.matchAll(/^\s*(?:- )?action: (\S+)$/gm)].map((match) => match[1]);
    const known = ['button.press', 'select.select_option', 'media_player.play_media', 'system_log.write'];
    expect(actions.filter((action) => !known.includes(action as string))).toEqual([]);
  });
});

test('the house modes that the form offers lead to windows that a flow has when none are configured', () => {
  const { windows } = readBlueprint('harmoniq/blueprints/automation/harmoniq/house-mode.yaml').blueprint.input;
  const offered = (windows?.default as readonly { readonly window: string }[]).map(({ window }) => window);
  const names = defaultWindows.map(({ name }) => name);
  expect(offered.length).toBeGreaterThan(0);
  expect(offered.filter((name) => !names.includes(name))).toEqual([]);
});

describe('the dashboard', () => {
  const path = 'harmoniq/dashboards/harmoniq.yaml';

  test('shows no entity that is not announced, and leaves none of the flow out', () => {
    const shown = findEntities(readText(path));
    expect(shown.filter((entity) => !announced.has(entity))).toEqual([]);
    const ofTheFlow = listFlowEntities([flow], 'Harmoniq').map(
      ({ platform, objectId }) => `${platform}.harmoniq_${objectId}`,
    );
    expect(ofTheFlow.filter((entity) => !shown.includes(entity))).toEqual([]);
  });

  test('is made of built-in cards alone', () => {
    const types = [...readText(path).matchAll(/\btype: (\S+)/g)].map((match) => match[1] as string);
    expect(types.filter((type) => type.startsWith('custom:'))).toEqual([]);
    const builtIn = [
      ...['sections', 'grid', 'heading', 'entity', 'picture-entity', 'markdown', 'tile', 'entities', 'conditional'],
      ...['select-options', 'numeric-input'],
    ];
    expect([...new Set(types)].sort()).toEqual(builtIn.sort());
  });

  test('has no fault in its YAML and one view that says what it is', () => {
    const document = parseDocument(readText(path), { uniqueKeys: true });
    expect([...document.errors, ...document.warnings]).toEqual([]);
    expect(document.toJS()).toMatchObject({ title: 'Harmoniq', views: [{ title: 'Music', path: 'music' }] });
  });
});
