import { z } from 'zod';
import { flowOptions } from './flow-options.ts';
import { homeOptions } from './home-options.ts';
import {
  flag,
  getOptionMeta,
  httpUrl,
  mqttUrl,
  names,
  option,
  plexAddress,
  shortText,
  systemTimeZone,
  text,
  timeZone,
  topic,
  whole,
  type OptionMeta,
} from './option-types.ts';
import {
  correctionSchema,
  listenPeriods,
  playlistSchema,
  recipeKinds,
  type PlaylistOptions,
} from './playlist-options.ts';
import { listUrlSecrets } from './url-secrets.ts';

export { correctionSchema, playlistSchema, recipeKinds };
export type { OptionMeta, PlaylistOptions };

export const configSchema = z.strictObject({
  plexUrl: option(plexAddress, {
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
    description: 'Music libraries to use, by name, as Plex shows them',
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
  plexRequestsPerSecond: option(whole(1, 1_000).default(250), {
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
  lastfmRequestsPerSecond: option(whole(1, 1_000).default(4), {
    group: 'Last.fm',
    unit: 'requests/s',
    description: 'Most requests per second to Last.fm; more than 5 only for a server of your own',
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
  playlistNameLastfmRecs: option(shortText.default('Last.fm Recommendations'), {
    group: 'Recipes',
    addon: true,
    description: 'Name of the recommendations playlist',
  }),
  playlistNameLastfmCharts: option(shortText.default('Last.fm Charts'), {
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
  playlists: option(z.array(playlistSchema, { error: 'must be a list of playlists' }).default([]), {
    group: 'Recipes',
    addon: true,
    only: 'file',
    description: 'Further playlists of your own',
  }),
  match: option(z.array(correctionSchema, { error: 'must be a list of corrections' }).default([]), {
    group: 'Recipes',
    only: 'file',
    description: 'Corrections of wrong matches',
  }),

  ...flowOptions,

  runIntervalMinutes: option(whole(5, 44_640).default(1_440), {
    group: 'Schedule',
    addon: true,
    unit: 'min',
    description: 'How often all playlists are refreshed',
  }),
  timezone: option(
    timeZone.default(() => systemTimeZone()),
    {
      group: 'Schedule',
      addon: true,
      defaultText: 'that of the machine',
      description: 'Time zone of schedules and texts',
    },
  ),

  mqttUrl: option(mqttUrl.optional(), {
    group: 'Home Assistant',
    addon: true,
    defaultText: "Home Assistant's own broker if there is one",
    description: 'Address of the MQTT broker, e.g. mqtt://192.168.1.10:1883',
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
  mqttDiscoveryPrefix: option(topic.default('homeassistant'), {
    group: 'Home Assistant',
    description: 'Discovery prefix that Home Assistant listens on',
  }),
  mqttBaseTopic: option(topic.default('harmoniq'), {
    group: 'Home Assistant',
    description: 'Topic under which Harmoniq publishes',
  }),
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
  ...homeOptions,

  dataDir: option(text.default('./data'), {
    group: 'Service',
    only: 'start',
    description: 'Folder for everything that must survive',
  }),
  configDir: option(text.optional(), {
    group: 'Service',
    only: 'start',
    defaultText: 'DATA_DIR, the folder above it, or the working folder',
    description: 'Folder that holds harmoniq.yaml',
  }),
  databasePath: option(text.optional(), {
    group: 'Service',
    defaultText: 'harmoniq.db in DATA_DIR',
    description: 'The SQLite file',
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
    const meta = getOptionMeta(schema);
    if (meta === undefined) throw new Error(`Option ${name} has no description.`);
    return { ...meta, name, env: toEnvName(name), file: toFileName(name), schema };
  });

/** Values that must never be shown: the secret options, and what stands as user:password@ in an address. */
export const listSecrets = (config: Partial<Config>): readonly string[] =>
  listOptions().flatMap((info) => {
    const value = config[info.name];
    if (typeof value !== 'string') return [];
    return info.secret === true ? [value] : listUrlSecrets(value);
  });
