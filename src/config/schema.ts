import { IANAZone } from 'luxon';
import { z } from 'zod';

/** What an option needs to be explained, redacted and offered in forms. */
export interface OptionMeta {
  readonly description: string;
  readonly secret?: true;
  readonly unit?: string;
  /** Offered in the add-on's form; the rest is set by environment or file. */
  readonly addon?: boolean;
  readonly group: 'Plex' | 'Recipes' | 'Schedule' | 'Last.fm' | 'Home Assistant' | 'Service';
  /** Other environment names that mean the same. */
  readonly aliases?: readonly string[];
}

const registry = z.registry<OptionMeta>();
const option = <S extends z.ZodType>(schema: S, meta: OptionMeta): S => {
  registry.add(schema, meta);
  return schema;
};

const text = z.string().trim().min(1);
const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
  .transform((url) => url.replace(/\/+$/, ''));
const mqttUrl = z.url({
  protocol: /^(mqtts?|wss?|tcp|ssl)$/,
  error: 'must be an address such as mqtt://192.168.1.10:1883',
});
/** The words that people and Home Assistant write for yes and no; a number or another word is refused. */
const flag = z.preprocess(
  (value) => {
    if (typeof value !== 'string') return value;
    const word = value.trim().toLowerCase();
    if (['true', 'yes', 'on', '1'].includes(word)) return true;
    return ['false', 'no', 'off', '0'].includes(word) ? false : value;
  },
  z.boolean({ error: 'must be true or false' }),
);
const whole = (min: number, max: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value),
    z
      .number({ error: `must be a whole number from ${min} to ${max}` })
      .int()
      .min(min)
      .max(max),
  );
/** A list, or a text with commas. */
const names = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== '')
      : value,
  z.array(text),
);
const timeZone = text.refine((zone) => IANAZone.isValidZone(zone), {
  error: 'must be a time zone such as Europe/Berlin',
});

export const recipeKinds = ['lastfm-charts', 'lastfm-recs'] as const;
const listenPeriods = ['overall', '7day', '1month', '3month', '6month', '12month'] as const;

/** A playlist the user defines in `harmoniq.yaml` or the add-on's list. */
export const playlistSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,47}$/, { error: 'must be 1–48 lower-case letters, digits and dashes' })
    .optional(),
  kind: z.enum(recipeKinds),
  name: text.max(200),
  enabled: flag.default(true),
  size: whole(1, 1_000).optional(),
  max_per_artist: whole(1, 1_000).optional(),
  mode: z.enum(['replace', 'append']).optional(),
  cron: text.optional(),
  adopt: flag.default(false),
  libraries: names.optional(),
  user: text.optional(),
  period: z.enum(listenPeriods).optional(),
  station: flag.optional(),
});
export type PlaylistOptions = z.output<typeof playlistSchema>;

/** The user's word on a song that was matched wrongly. */
export const correctionSchema = z.strictObject({
  artist: text,
  title: text,
  to: z.union([
    z.literal('none'),
    z.strictObject({ rating_key: z.coerce.string().regex(/^\d+$/) }),
    z.strictObject({ artist: text, title: text, album: text.optional() }),
  ]),
});

export const configSchema = z.strictObject({
  plexUrl: option(httpUrl, {
    group: 'Plex',
    addon: true,
    description: 'Address of the Plex Media Server, e.g. http://192.168.1.10:32400',
  }),
  plexToken: option(text, {
    group: 'Plex',
    addon: true,
    secret: true,
    description: 'Plex token; "harmoniq login" fetches one',
  }),
  plexMusicLibraryNames: option(names.pipe(z.array(text).min(1, { error: 'must name at least one music library' })), {
    group: 'Plex',
    addon: true,
    aliases: ['PLEX_MUSIC_LIBRARY_NAME'],
    description: 'Music libraries to use, by name, separated by commas',
  }),
  plexTvUrl: option(httpUrl.default('https://plex.tv'), {
    group: 'Plex',
    description: 'Address of the Plex account service',
  }),
  plexTransport: option(z.enum(['hybrid', 'axios']).default('hybrid'), {
    group: 'Plex',
    description: 'hybrid = the Plex SDK where it is right; axios = never the SDK',
  }),
  plexTlsInsecure: option(flag.default(false), {
    group: 'Plex',
    addon: true,
    description: 'Accept a certificate of another host name or a self-signed one from this server',
  }),
  plexTimeoutSeconds: option(whole(5, 600).default(120), {
    group: 'Plex',
    unit: 's',
    description: 'How long one answer of Plex may take',
  }),
  plexRequestsPerSecond: option(whole(1, 1_000).default(50), {
    group: 'Plex',
    unit: 'requests/s',
    description: 'Most requests per second to Plex',
  }),
  plexPageSize: option(whole(50, 1_000).default(500), {
    group: 'Plex',
    unit: 'items',
    description: 'Items asked for per page',
  }),

  lastfmApiKey: option(text.optional(), {
    group: 'Last.fm',
    addon: true,
    secret: true,
    description: 'Last.fm API key',
  }),
  lastfmUser: option(text.optional(), {
    group: 'Last.fm',
    addon: true,
    description: 'Last.fm user whose taste counts',
  }),
  lastfmUrl: option(httpUrl.default('https://ws.audioscrobbler.com'), {
    group: 'Last.fm',
    description: 'Address of the Last.fm API',
  }),
  lastfmStationUrl: option(httpUrl.default('https://www.last.fm'), {
    group: 'Last.fm',
    description: 'Address of the Last.fm website (recommendation station)',
  }),
  lastfmStation: option(flag.default(false), {
    group: 'Last.fm',
    addon: true,
    description: "Mix in the website's own recommendations (undocumented, may stop working)",
  }),
  lastfmPeriod: option(z.enum(listenPeriods).default('3month'), {
    group: 'Last.fm',
    addon: true,
    description: 'Which part of your listening counts',
  }),

  enableLastfmRecs: option(flag.default(true), {
    group: 'Recipes',
    addon: true,
    description: 'Playlist of recommendations from your Last.fm taste',
  }),
  enableLastfmCharts: option(flag.default(true), {
    group: 'Recipes',
    addon: true,
    description: 'Playlist of the Last.fm chart',
  }),
  playlistNameLastfmRecs: option(text.max(200).default('Last.fm Recommendations'), {
    group: 'Recipes',
    addon: true,
    description: 'Name of the recommendations playlist',
  }),
  playlistNameLastfmCharts: option(text.max(200).default('Last.fm Charts'), {
    group: 'Recipes',
    addon: true,
    description: 'Name of the charts playlist',
  }),
  playlistSizeRecs: option(whole(1, 1_000).default(50), {
    group: 'Recipes',
    addon: true,
    unit: 'tracks',
    description: 'Length of the recommendations playlist',
  }),
  playlistSizeCharts: option(whole(1, 1_000).default(50), {
    group: 'Recipes',
    addon: true,
    unit: 'tracks',
    description: 'Length of the charts playlist',
  }),
  playlistUpdateMode: option(z.enum(['replace', 'append']).default('replace'), {
    group: 'Recipes',
    addon: true,
    description: 'replace = the list is made anew; append = new tracks are added to what is there',
  }),
  maxPerArtist: option(whole(1, 1_000).default(3), {
    group: 'Recipes',
    addon: true,
    unit: 'tracks',
    description: 'Most tracks of one artist in a playlist',
  }),
  playlists: option(z.array(playlistSchema).default([]), {
    group: 'Recipes',
    addon: true,
    description: 'Further playlists of your own',
  }),
  match: option(z.array(correctionSchema).default([]), {
    group: 'Recipes',
    description: 'Corrections of wrong matches',
  }),

  runIntervalMinutes: option(whole(5, 44_640).default(1_440), {
    group: 'Schedule',
    addon: true,
    unit: 'min',
    description: 'How often all playlists are refreshed',
  }),
  timezone: option(
    timeZone.default(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
    { group: 'Schedule', addon: true, aliases: ['TZ'], description: 'Time zone of schedules and texts' },
  ),

  mqttUrl: option(mqttUrl.optional(), {
    group: 'Home Assistant',
    addon: true,
    description: "Address of the MQTT broker; empty = Home Assistant's own broker if there is one",
  }),
  mqttUsername: option(text.optional(), {
    group: 'Home Assistant',
    addon: true,
    description: 'User name at the MQTT broker',
  }),
  mqttPassword: option(text.optional(), {
    group: 'Home Assistant',
    addon: true,
    secret: true,
    description: 'Password at the MQTT broker',
  }),
  mqttDiscoveryPrefix: option(
    z
      .string()
      .regex(/^[^+#\s]+$/)
      .default('homeassistant'),
    { group: 'Home Assistant', description: 'Discovery prefix that Home Assistant listens on' },
  ),
  mqttBaseTopic: option(
    z
      .string()
      .regex(/^[^+#\s]+$/)
      .default('harmoniq'),
    { group: 'Home Assistant', description: 'Topic under which Harmoniq publishes' },
  ),
  supervisorToken: option(text.optional(), {
    group: 'Home Assistant',
    secret: true,
    description: 'Set by the Supervisor',
  }),
  supervisorUrl: option(httpUrl.default('http://supervisor'), {
    group: 'Home Assistant',
    description: 'Address of the Supervisor',
  }),
  instanceId: option(
    z
      .string()
      .regex(/^[a-z0-9_]{1,32}$/, { error: 'must be 1–32 lower-case letters, digits and underscores' })
      .default('harmoniq'),
    { group: 'Home Assistant', description: 'Tells several Harmoniqs on one broker apart' },
  ),

  dataDir: option(text.default('./data'), { group: 'Service', description: 'Folder for everything that must survive' }),
  databasePath: option(text.optional(), {
    group: 'Service',
    description: 'The SQLite file; default: harmoniq.db in DATA_DIR',
  }),
  httpHost: option(text.default('127.0.0.1'), { group: 'Service', description: 'Address the status page listens on' }),
  httpPort: option(whole(0, 65_535).default(8_099), {
    group: 'Service',
    description: 'Port of the status page and the health check',
  }),
  logLevel: option(z.enum(['debug', 'info', 'warn', 'error']).default('info'), {
    group: 'Service',
    addon: true,
    description: 'How much is logged',
  }),
  logFormat: option(z.enum(['text', 'json']).default('text'), {
    group: 'Service',
    description: 'text for people, json for machines',
  }),
});

/** Resolved configuration: validated, defaults filled in. */
export type Config = z.output<typeof configSchema>;
export type OptionName = keyof Config;

/** `plexUrl` → `PLEX_URL`. */
export const toEnvName = (name: OptionName): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
/** `plexUrl` → `plex_url`, as the add-on's form and `harmoniq.yaml` write it. */
export const toFileName = (name: OptionName): string => toEnvName(name).toLowerCase();

export interface OptionInfo extends OptionMeta {
  readonly name: OptionName;
  readonly env: string;
  readonly file: string;
  readonly schema: z.ZodType;
}

/** All options in their order of appearance. */
export const listOptions = (): readonly OptionInfo[] =>
  (Object.keys(configSchema.shape) as OptionName[]).map((name) => {
    const schema: z.ZodType = configSchema.shape[name];
    const meta = registry.get(schema);
    if (meta === undefined) throw new Error(`Option ${name} has no description.`);
    return { ...meta, name, env: toEnvName(name), file: toFileName(name), schema };
  });

/** Values that must never be shown. */
export const listSecrets = (config: Partial<Config>): readonly string[] => {
  const values = listOptions()
    .filter((info) => info.secret === true)
    .map((info) => config[info.name])
    .filter((value) => typeof value === 'string');
  return values;
};
