import { z } from 'zod';
import { listOptions, type OptionInfo } from '../src/config/schema.ts';

/** What an option's schema says, in words. */
export interface OptionFacts {
  readonly info: OptionInfo;
  readonly required: boolean;
  /** The default as it is written in a file; undefined = none. */
  readonly defaultValue: unknown;
  readonly kind: 'text' | 'address' | 'choice' | 'number' | 'decimal' | 'yes or no' | 'list' | 'rich list';
  readonly choices: readonly string[];
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
}

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly items?: JsonSchema;
}

/** Reads an option's facts off its schema, so that no document repeats them by hand. */
export const readFacts = (info: OptionInfo): OptionFacts => {
  const output = toJson(info.schema, 'output');
  const input = toJson(info.schema, 'input');
  const required = !info.schema.safeParse(undefined).success;
  return {
    info,
    required,
    defaultValue: info.defaultText === undefined ? output.default : undefined,
    kind: info.kind ?? kindOf(output, input),
    choices: output.enum ?? [],
    minimum: output.minimum,
    maximum: output.maximum,
  };
};

const toJson = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;

const kindOf = (output: JsonSchema, input: JsonSchema): OptionFacts['kind'] => {
  if (output.enum !== undefined) return 'choice';
  if (output.type === 'integer') return 'number';
  if (output.type === 'number') return 'decimal';
  if (output.type === 'boolean') return 'yes or no';
  if (output.type === 'array') return output.items?.type === 'object' ? 'rich list' : 'list';
  const isAddress = output.type === undefined || output.format === 'uri' || input.format === 'uri';
  return isAddress ? 'address' : 'text';
};

/** "one of a, b", "1–1000 tracks", "true or false". */
export const describeAllowed = ({ info, kind, choices, minimum, maximum }: OptionFacts): string => {
  if (info.allowed !== undefined) return info.allowed;
  if (kind === 'choice') return choices.join(', ');
  if (kind === 'number' || kind === 'decimal')
    return `${minimum}–${maximum}${info.unit === undefined ? '' : ` ${info.unit}`}`;
  if (kind === 'yes or no') return 'true, false';
  return { text: 'text', address: 'address', list: 'names, separated by commas', 'rich list': 'list' }[kind];
};

const describeDefault = ({ info, required, defaultValue }: OptionFacts): string => {
  if (required) return '**required**';
  if (info.defaultText !== undefined) return info.defaultText;
  if (defaultValue === undefined || (Array.isArray(defaultValue) && defaultValue.length === 0)) return '–';
  return `\`${toText(defaultValue)}\``;
};

const groups = (): readonly string[] => [...new Set(listOptions().map((info) => info.group))];

/** Every option that the environment can set, with its meaning; the required ones ready to fill in, the others commented out. */
export const renderEnvExample = (): string => {
  const lines = [
    '# Harmoniq reads this file as .env in a checkout and through docker-compose.yml. Made by "npm run generate": do not edit.',
    '# Only the first three options are required; a line that begins with # shows the default.',
  ];
  for (const group of groups()) {
    lines.push('', `# ── ${group} ──`);
    for (const info of listOptions()) {
      if (info.group !== group || info.only === 'file' || info.name === 'supervisorToken') continue;
      const facts = readFacts(info);
      const isPlain = facts.kind === 'text' || facts.kind === 'address';
      const range = isPlain ? '' : ` (${describeAllowed(facts).replaceAll('`', '')})`;
      const fallback = info.defaultText === undefined ? '' : ` Default: ${info.defaultText}.`;
      lines.push(`# ${info.description}${range}.${fallback}`.replace('..', '.'));
      lines.push(facts.required ? `${info.env}=` : `#${info.env}=${toEnvValue(facts.defaultValue)}`);
    }
  }
  return `${lines.join('\n')}\n`;
};

const toText = (value: unknown): string => {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const toEnvValue = (value: unknown): string => {
  if (value === undefined) return '';
  const text = toText(value);
  return /[\s#]/.test(text) ? `"${text}"` : text;
};

/** All options by environment name, for README.md. */
export const renderEnvironmentTable = (): string =>
  groups()
    .map((group) => {
      const rows = listOptions()
        .filter((info) => info.group === group && info.name !== 'supervisorToken')
        .map((info) => {
          const facts = readFacts(info);
          const name = info.only === 'file' ? `\`${info.file}\` (file only)` : `\`${info.env}\``;
          return `| ${name} | ${cell(info.description)} | ${cell(describeAllowed(facts))} | ${cell(describeDefault(facts))} |`;
        });
      return [`**${group}**`, '', '| option | meaning | allowed | default |', '|---|---|---|---|', ...rows].join('\n');
    })
    .join('\n\n');

/** The options of the add-on's form, for DOCS.md. */
export const renderAddonTable = (): string =>
  [
    '| option | meaning | allowed | default |',
    '|---|---|---|---|',
    ...listOptions()
      .filter((info) => info.addon === true)
      .map((info) => {
        const facts = readFacts(info);
        return `| \`${info.file}\` | ${cell(info.description)} | ${cell(describeAllowed(facts))} | ${cell(describeDefault(facts))} |`;
      }),
  ].join('\n');

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Puts the text between the two marks of a document. Throws when the marks are not there exactly once. */
export const fillMarks = (document: string, mark: string, text: string): string => {
  const [begin, end] = [`<!-- ${mark}: made by "npm run generate" -->`, `<!-- /${mark} -->`];
  const parts = document.split(begin);
  const rest = parts[1]?.split(end);
  if (parts.length !== 2 || rest?.length !== 2) throw new Error(`The marks of ${mark} are missing or stand twice.`);
  return `${parts[0]}${begin}\n\n${text}\n\n${end}${rest[1]}`;
};
