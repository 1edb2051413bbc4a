import { describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFacts } from '../../scripts/render-options.ts';
import { loadConfig } from '../../src/config/load.ts';
import { listHomeRuleFields } from '../../src/config/home-rule-options.ts';
import { playlistSchema } from '../../src/config/playlist-options.ts';
import { listOptions, type OptionInfo } from '../../src/config/schema.ts';
import { windowOptionNames } from '../../src/config/window-options.ts';
import { makeTemporaryFolder } from '../fakes/temporary-folder.ts';
import { addonRules, checkOptions, parseElement, rate, type SchemaNode } from './supervisor-rules.ts';
import { listTree, readText, readYaml, root } from './tree.ts';

const addon = addonRules.parse(readYaml('config.yaml'));
const required = { plex_url: 'http://192.168.1.10:32400', plex_token: 'token-of-plex-123' };

const load = (options: unknown) => {
  const dataDir = makeTemporaryFolder('addon');
  writeFileSync(join(dataDir, 'options.json'), JSON.stringify(options));
  return loadConfig({ env: { SUPERVISOR_TOKEN: 'token-of-the-supervisor' }, dataDir, configDir: dataDir });
};

describe('what the Supervisor reads', () => {
  test('the metadata keeps its rules and asks for no more than is used', () => {
    expect(addon).toMatchObject({
      slug: 'harmoniq',
      arch: ['aarch64', 'amd64'],
      init: true,
      startup: 'application',
      homeassistant_api: true,
      hassio_api: false,
      services: ['mqtt:want'],
      ingress: true,
      ingress_port: 8099,
      map: ['addon_config:rw'],
      backup: 'hot',
      backup_pre: 'harmoniq backup prepare',
      backup_post: 'harmoniq backup finish',
    });
    expect(addon.ports).toBeUndefined();
    expect(addon.timeout).toBeGreaterThan(8);
  });

  test('Home Assistant is new enough for device discovery with default_entity_id', () => {
    const [year, month] = addon.homeassistant.split('.').map(Number);
    expect((year as number) * 100 + (month as number)).toBeGreaterThanOrEqual(202_510);
  });

  test('the security rating is the best there is, thanks to ingress and the AppArmor profile', () => {
    expect(rate(addon, listTree().includes('apparmor.txt'))).toBe(8);
    expect(rate(addon, false)).toBe(7);
    expect(rate({ ...addon, ingress: false }, true)).toBe(6);
  });

  test.each(['config', 'build', 'repository'])('exactly one %s file lies where the store looks for it', (name) => {
    const seen = listTree().filter((path) => {
      const parts = path.split('/');
      const skipped = parts.some((part) => part.startsWith('.') || part === 'rootfs');
      return !skipped && new RegExp(`^${name}\\..*(ya?ml|json)$`).test(parts.at(-1) as string);
    });
    expect(seen).toEqual([`${name}.yaml`]);
  });

  test('the repository has a name, and the older base image table names the same image as the Dockerfile', () => {
    expect(readYaml('repository.yaml')).toMatchObject({ name: 'Harmoniq' });
    const image = /^ARG BUILD_FROM=(\S+)$/m.exec(readText('Dockerfile'))?.[1];
    expect(readYaml('build.yaml')).toEqual({ build_from: Object.fromEntries(addon.arch.map((arch) => [arch, image])) });
  });

  test('one AppArmor profile stands at the left edge', () => {
    const lines = readText('apparmor.txt').split('\n');
    expect(lines.filter((line) => line.startsWith('profile '))).toEqual([
      'profile harmoniq flags=(attach_disconnected,mediate_deleted) {',
    ]);
    const depth = lines.join('').replace(/@?\{[\w,/*]*\}/g, '');
    expect([...depth].filter((sign) => sign === '{')).toHaveLength(1);
    expect(depth.endsWith('}')).toBe(true);
  });

  test('the pictures have the size that the store shows', () => {
    const sizeOf = (name: string): number[] => {
      const bytes = readFileSync(join(root, name));
      return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    };
    expect(sizeOf('icon.png')).toEqual([128, 128]);
    expect(sizeOf('logo.png')).toEqual([250, 100]);
  });
});

describe('the form', () => {
  test('every default passes the form, once what has none is filled in', () => {
    expect(checkOptions(addon.schema, addon.options)).toEqual([
      'plex_url: missing, and nothing stands in',
      'plex_token: missing, and nothing stands in',
    ]);
    expect(checkOptions(addon.schema, { ...addon.options, ...required })).toEqual([]);
  });

  test('optional fields have no default, and no optional address uses the type that refuses an empty text', () => {
    for (const [name, node] of Object.entries(addon.schema)) {
      if (typeof node !== 'string') {
        expect(addon.options[name]).toBeInstanceOf(Object);
        continue;
      }
      expect([name, addon.options[name] === undefined]).toEqual([name, node.endsWith('?')]);
      expect(node).not.toBe('url?');
    }
  });

  test('exactly the options meant for the form are in it, in the same order', () => {
    const offered = listOptions().filter((info) => info.addon === true);
    expect(Object.keys(addon.schema)).toEqual(offered.map((info) => info.file));
  });

  const offered = listOptions().filter(
    (info) => info.addon === true && info.kind !== 'rich list' && info.name !== 'playlists',
  );
  test.each(offered.map((info): [string, OptionInfo] => [info.file, info]))(
    '%s has the type, the range and the default of the schema',
    (file, info) => {
      const facts = readFacts(info);
      const node = addon.schema[file] as SchemaNode;
      const rule = parseElement(typeof node === 'string' ? node : ((node as string[])[0] as string));
      const types: Record<typeof facts.kind, readonly string[]> = {
        text: ['str', 'password'],
        address: ['url', 'str'],
        choice: ['list'],
        number: ['int'],
        decimal: ['float'],
        'yes or no': ['bool'],
        list: ['str'],
        'rich list': [],
      };
      expect(types[facts.kind]).toContain(rule?.type);
      expect(rule?.type === 'password').toBe(info.secret === true);
      if (facts.kind === 'choice') expect(rule?.choices).toEqual(facts.choices);
      if (facts.kind === 'number' || facts.kind === 'decimal')
        expect([rule?.min, rule?.max]).toEqual([facts.minimum, facts.maximum]);
      // The usual name of a Plex music library stands in the form; the schema itself has no default for it.
      if (!facts.required) expect(addon.options[file]).toEqual(facts.defaultValue);
    },
  );

  test('a playlist of the form has the fields of the schema, and both refuse the same', () => {
    const fields = (addon.schema.playlists as readonly Record<string, SchemaNode>[])[0] as Record<string, SchemaNode>;
    expect(Object.keys(fields).sort()).toEqual(Object.keys(playlistSchema.shape).sort());
    const kinds = parseElement(fields.kind as string)?.choices ?? [];
    expect(kinds).toEqual(playlistSchema.shape.kind.options);
    const good = { kind: kinds[0] as string, name: 'Mine' };
    const judge = (playlist: Record<string, unknown>): boolean[] => [
      checkOptions(fields, playlist).length === 0,
      playlistSchema.safeParse(playlist).success,
    ];
    expect(judge(good)).toEqual([true, true]);
    for (const wrong of [
      { name: undefined },
      { kind: 'radio' },
      { size: 0 },
      { size: 1001 },
      { max_per_artist: 0 },
      { mode: 'merge' },
      { id: 'Not Good' },
      { id: '' },
      { period: '5month' },
      { enabled: 'perhaps' },
      { min_rating: 5.5 },
      { sound: 'loud' },
      { keep_percent: 101 },
      { familiarity: -1 },
      { name: 'x'.repeat(201) },
      { extra: 1 },
    ])
      expect([wrong, judge({ ...good, ...wrong })]).toEqual([wrong, [false, false]]);
  });

  test.each([
    ['time_windows', windowOptionNames, ['exclude']],
    ['home_rules', listHomeRuleFields([]), ['when', 'then']],
  ])('%s of the form have the names of the file, but for what nests', (option, names, nested) => {
    const [fields] = addon.schema[option] as readonly [Record<string, SchemaNode>];
    expect([...Object.keys(fields), ...nested].sort()).toEqual([...names].sort());
    expect(addon.options[option]).toEqual([]);
  });

  test('windows and rules of the form mean what they say, and fields left empty mean nothing', () => {
    const filled = {
      ...addon.options,
      ...required,
      time_windows: [
        { start: '06:00', end: '11:00', genres: 'Jazz, "Rock, Pop"', exclude_moods: 'Sad', min_rating: 3.5, name: '' },
        { name: 'Party', start: '', end: null, energy: 'high', tracks: 30 },
      ],
      home_rules: [
        { entity: 'input_select.house_mode', is: 'party, guests', window: 'Party' },
        { entity: 'sensor.outside', below: 3.5, for: '00:10:00', moods: 'Warm', pause: false },
      ],
    };
    expect(checkOptions(addon.schema, filled)).toEqual([]);
    const { config } = load(filled);
    expect(config.timeWindows).toMatchObject([
      { name: 'Morning', include: { genres: ['Jazz', 'Rock, Pop'] }, exclude: { moods: ['Sad'] }, minRating: 7 },
      { name: 'Party', days: [], energy: 'high', length: { kind: 'tracks', tracks: 30 } },
    ]);
    expect(config.homeRules).toMatchObject([
      { when: [{ entity: 'input_select.house_mode', is: ['party', 'guests'] }], window: 'Party', pause: false },
      { when: [{ entity: 'sensor.outside', below: 3.5, forMs: 600_000 }], moods: ['Warm'], pause: false },
    ]);
  });

  test('lists that nobody filled in leave those of harmoniq.yaml standing', () => {
    const dataDir = makeTemporaryFolder('addon');
    writeFileSync(join(dataDir, 'options.json'), JSON.stringify({ ...addon.options, ...required }));
    writeFileSync(join(dataDir, 'harmoniq.yaml'), 'time_windows: "06:00-11:00:name=Dawn chorus"\n');
    const env = { SUPERVISOR_TOKEN: 'token-of-the-supervisor' };
    const { config, origins } = loadConfig({ env, dataDir, configDir: dataDir });
    expect(config.timeWindows?.map(({ name }) => name)).toEqual(['Dawn chorus']);
    expect(origins.get('timeWindows')).toBe('file');
  });

  test('the defaults and a filled-in form mean to Harmoniq what they say', () => {
    const plain = load({ ...addon.options, ...required });
    expect(plain.warnings).toEqual([]);
    expect(plain.config).toMatchObject({ plexMusicLibraryNames: ['Music'], playlists: [], runIntervalMinutes: 1440 });
    const filled = {
      ...addon.options,
      ...required,
      plex_music_library_names: ['Music', 'Vinyl'],
      lastfm_api_key: 'key-of-lastfm',
      lastfm_user: '',
      playlist_size_recs: 25,
      timezone: 'Europe/Berlin',
      mqtt_url: '',
      log_level: 'debug',
      playlists: [
        { kind: 'lastfm-recs', name: 'Mia', user: 'mia', period: '6month', libraries: ['Vinyl'], cron: '0 6 * * *' },
      ],
    };
    expect(checkOptions(addon.schema, filled)).toEqual([]);
    const { config, origins } = load(filled);
    expect(config).toMatchObject({
      lastfmApiKey: 'key-of-lastfm',
      playlistSizeRecs: 25,
      timezone: 'Europe/Berlin',
      logLevel: 'debug',
      playlists: [{ name: 'Mia', user: 'mia', period: '6month', libraries: ['Vinyl'] }],
    });
    expect(config.lastfmUser).toBeUndefined();
    expect(config.mqttUrl).toBeUndefined();
    expect(origins.get('playlistSizeRecs')).toBe('add-on');
  });
});

describe('translations', () => {
  interface Texts {
    readonly name?: unknown;
    readonly description?: unknown;
    readonly fields?: Readonly<Record<string, Texts>>;
  }
  const languages = listTree().filter((path) => path.startsWith('translations/'));

  test('English and German are there', () => {
    expect(languages).toEqual(expect.arrayContaining(['translations/en.yaml', 'translations/de.yaml']));
  });

  test.each(languages)('%s explains every option and every field, and nothing else', (path) => {
    const { configuration } = readYaml(path) as { configuration: Readonly<Record<string, Texts>> };
    expect(Object.keys(configuration).sort()).toEqual(Object.keys(addon.schema).sort());
    const check = (texts: Texts, node: SchemaNode): void => {
      expect(texts.name).toEqual(expect.stringMatching(/\S/));
      expect(texts.description).toEqual(expect.stringMatching(/\S/));
      const inner = Array.isArray(node) ? (node[0] as SchemaNode) : node;
      if (typeof inner === 'string') return;
      expect(Object.keys(texts.fields ?? {}).sort()).toEqual(Object.keys(inner).sort());
      for (const [field, part] of Object.entries(inner as Record<string, SchemaNode>))
        check(texts.fields?.[field] as Texts, part);
    };
    for (const [name, node] of Object.entries(addon.schema)) check(configuration[name] as Texts, node);
  });
});
