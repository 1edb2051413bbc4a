import { z } from 'zod';

/** The Supervisor's rules for an add-on's metadata, as far as this add-on uses them; unknown keys are refused, as the linter does. */

/** One element of an options schema: a type, perhaps with a range, perhaps optional. */
const elementPattern =
  /^(?:(?<plain>bool|email|url|port)|(?<text>str|password)(?:\((?<tmin>\d+)?,(?<tmax>\d+)?\))?|(?<number>int|float)(?:\((?<nmin>-?[\d.]+)?,(?<nmax>-?[\d.]+)?\))?|match\((?<match>.*)\)|list\((?<list>.+)\)|device(?:\(.*\))?)(?<optional>\?)?$/;

export interface Element {
  readonly type: string;
  readonly optional: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly choices: readonly string[];
  readonly pattern: string | undefined;
}

/** Reads `int(1,1000)?`; undefined when the Supervisor would refuse it. */
export const parseElement = (text: string): Element | undefined => {
  const groups = elementPattern.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { plain, text: word, number, match, list } = groups;
  const toNumber = (value: string | undefined): number | undefined => (value === undefined ? undefined : Number(value));
  return {
    type: plain ?? word ?? number ?? (list === undefined ? (match === undefined ? 'device' : 'match') : 'list'),
    optional: groups.optional === '?',
    min: toNumber(groups.tmin ?? groups.nmin),
    max: toNumber(groups.tmax ?? groups.nmax),
    choices: list?.split('|') ?? [],
    pattern: match,
  };
};

export type SchemaNode = string | readonly SchemaNode[] | { readonly [key: string]: SchemaNode };

const element = z.string().refine((text) => parseElement(text) !== undefined, { error: 'no type of the Supervisor' });
const optionName = z.string().regex(/^[-_.A-Za-z0-9]+$/);
const schemaNode: z.ZodType<SchemaNode> = z.lazy(() =>
  z.union([element, z.tuple([z.union([element, z.record(optionName, schemaNode)])]), z.record(optionName, schemaNode)]),
);

const service = z.string().regex(/^(mqtt|mysql):(provide|want|need)$/);
const mapped = z
  .string()
  .regex(/^(config|ssl|addons|backup|share|media|addon_config|all_addon_configs|homeassistant_config)(:r[ow])?$/);

export const addonRules = z.strictObject({
  name: z.string().min(1),
  version: z.string().regex(/^\d+\.\d+\.\d+(-\w+)?$/),
  slug: z.string().regex(/^[-_.A-Za-z0-9]+$/),
  description: z.string().min(1),
  url: z.url().optional(),
  image: z
    .string()
    .regex(/^[^:]+$/)
    .optional(),
  arch: z.array(z.enum(['aarch64', 'amd64'])).min(1),
  init: z.boolean().default(true),
  startup: z.enum(['initialize', 'system', 'services', 'application', 'once']).default('application'),
  boot: z.enum(['auto', 'manual', 'manual_only']).default('auto'),
  stage: z.enum(['stable', 'experimental', 'deprecated']).default('stable'),
  homeassistant: z.string().regex(/^\d{4}\.\d{1,2}\.\d+$/),
  homeassistant_api: z.boolean().default(false),
  hassio_api: z.boolean().default(false),
  hassio_role: z.enum(['default', 'homeassistant', 'backup', 'manager', 'admin']).default('default'),
  auth_api: z.boolean().default(false),
  apparmor: z.boolean().default(true),
  services: z.array(service).default([]),
  ingress: z.boolean().default(false),
  ingress_port: z.number().int().min(0).max(65_535).default(8099),
  ingress_entry: z.string().default('/'),
  panel_icon: z.string().regex(/^mdi:[a-z0-9-]+$/),
  panel_title: z.string(),
  ports: z.record(z.string().regex(/^\d+\/(tcp|udp)$/), z.number().int().nullable()).optional(),
  map: z.array(mapped).default([]),
  timeout: z.number().int().min(10).max(300).default(10),
  backup: z.enum(['hot', 'cold']).default('hot'),
  backup_pre: z.string().optional(),
  backup_post: z.string().optional(),
  backup_exclude: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).optional(),
  host_network: z.literal(false).default(false),
  full_access: z.literal(false).default(false),
  docker_api: z.literal(false).default(false),
  privileged: z.array(z.string()).default([]),
  options: z.record(optionName, z.unknown()),
  schema: z.record(optionName, schemaNode),
});
export type Addon = z.output<typeof addonRules>;

const heavy = new Set([
  'NET_ADMIN',
  'NET_RAW',
  'SYS_ADMIN',
  'SYS_RAWIO',
  'SYS_PTRACE',
  'SYS_MODULE',
  'DAC_READ_SEARCH',
  'BPF',
  'PERFMON',
  'CHECKPOINT_RESTORE',
]);

/** The security rating that the store shows, 1 to 8. */
export const rate = (addon: Addon, hasProfile: boolean): number => {
  let points = 5;
  if (!addon.apparmor) points -= 1;
  else if (hasProfile) points += 1;
  if (addon.ingress) points += 2;
  else if (addon.auth_api) points += 1;
  if (addon.privileged.some((capability) => heavy.has(capability))) points -= 1;
  if (addon.hassio_role === 'manager') points -= 1;
  if (addon.hassio_role === 'admin') points -= 2;
  if (addon.host_network) points -= 1;
  if (addon.docker_api || addon.full_access) return 1;
  return Math.min(8, Math.max(1, points));
};

/** Checks options as the Supervisor does before it starts an add-on; gives the complaints. */
export const checkOptions = (
  schema: Readonly<Record<string, SchemaNode>>,
  options: Readonly<Record<string, unknown>>,
  at = '',
): readonly string[] => [
  ...Object.keys(options)
    .filter((key) => schema[key] === undefined)
    .map((key) => `${at}${key}: not in the schema`),
  ...Object.entries(schema).flatMap(([key, node]) => {
    const value = options[key];
    if (value === undefined || value === null)
      return isOptional(node) ? [] : [`${at}${key}: missing, and nothing stands in`];
    return checkValue(node, value, `${at}${key}`);
  }),
];

const isOptional = (node: SchemaNode): boolean => {
  if (typeof node === 'string') return node.endsWith('?');
  return Array.isArray(node) && typeof node[0] === 'string' && node[0].endsWith('?');
};

const checkValue = (node: SchemaNode, value: unknown, at: string): readonly string[] => {
  if (typeof node === 'string') return fits(node, value) ? [] : [`${at}: ${JSON.stringify(value)} is no ${node}`];
  if (Array.isArray(node)) {
    if (!Array.isArray(value)) return [`${at}: no list`];
    return value.flatMap((part, index) => checkValue(node[0] as SchemaNode, part, `${at}[${index}]`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: no mapping`];
  return checkOptions(node as Record<string, SchemaNode>, value as Record<string, unknown>, `${at}.`);
};

const fits = (text: string, value: unknown): boolean => {
  const rule = parseElement(text);
  if (rule === undefined) return false;
  const within = (size: number): boolean => size >= (rule.min ?? -Infinity) && size <= (rule.max ?? Infinity);
  if (rule.type === 'bool') return typeof value === 'boolean';
  if (rule.type === 'int') return Number.isInteger(value) && within(value as number);
  if (rule.type === 'float') return typeof value === 'number' && within(value);
  if (rule.type === 'port') return Number.isInteger(value) && (value as number) > 0 && (value as number) < 65_536;
  if (typeof value !== 'string') return false;
  if (rule.type === 'list') return rule.choices.includes(value);
  if (rule.type === 'url') return /^https?:\/\/[^/\s]+/.test(value);
  if (rule.type === 'match') return new RegExp(rule.pattern ?? '').test(value);
  return within(value.length);
};
