import { HarmoniqError } from '../lib/errors.ts';
import { listRuleWarnings } from './check-flows.ts';
import { checkTogether } from './check-together.ts';
import { explainIssue } from './explain-issue.ts';
import { gather, type Gathered } from './gather.ts';
import type { Given, Origin, Problem } from './given.ts';
import type { ConfigInput } from './places.ts';
import { configSchema, listOptions, type Config, type OptionName } from './schema.ts';
import { createFoundRedactor, missingOption, toProblems } from './sentences.ts';

/** The configuration with its history. */
export interface LoadedConfig<Options = Config> {
  readonly config: Options;
  /** Where each option's value came from. */
  readonly origins: ReadonlyMap<OptionName, Origin>;
  /** Sentences for the log: slips that do no harm. */
  readonly warnings: readonly string[];
  /** The files that were read. */
  readonly files: readonly string[];
}

/** The same, whether it can be used or not: options that are missing or wrong are absent from `config`. */
export interface CheckedConfig extends LoadedConfig<Partial<Config>> {
  readonly problems: readonly Problem[];
}

/** Reads and checks the configuration. Throws `config-invalid` that names every problem at once. */
export const loadConfig = (input: ConfigInput): LoadedConfig => {
  const { problems, config, ...rest } = checkConfig(input);
  if (problems.length > 0) throw configError(problems);
  return { ...rest, config: config as Config };
};

/**
 * Reads what there is without asking for what is missing: for commands that need only a part, such as the login that fetches the token. Throws
 * `config-invalid` when something that was given is wrong.
 */
export const loadPartialConfig = (input: ConfigInput): LoadedConfig<Partial<Config>> => {
  const { problems, ...rest } = checkConfig(input);
  const wrong = problems.filter((problem) => problem.kind !== 'missing' || problem.where !== 'nowhere');
  if (wrong.length > 0) throw configError(wrong);
  return rest;
};

/** Judges the configuration without throwing. */
export const checkConfig = (input: ConfigInput): CheckedConfig => {
  const gathered = gather(input);
  const winners = new Map(gathered.given.map((given) => [given.option, given]));
  const raw = Object.fromEntries([...winners].map(([name, given]) => [name, given.value]));
  const parsed = configSchema.safeParse(raw, { error: explainIssue });
  const config = parsed.success ? parsed.data : parseSound(raw);
  const problems = [
    ...gathered.problems,
    ...(parsed.success ? [] : describeIssues(parsed.error.issues, winners, gathered)),
    ...checkTogether(config, winners),
  ];
  return {
    config,
    origins: new Map(listOptions().map(({ name }) => [name, winners.get(name)?.origin ?? 'default'])),
    warnings: [...gathered.warnings, ...listRuleWarnings(config, winners)],
    files: gathered.files,
    problems,
  };
};

const describeIssues = (
  issues: NonNullable<ReturnType<typeof configSchema.safeParse>['error']>['issues'],
  winners: ReadonlyMap<OptionName, Given>,
  gathered: Gathered,
): readonly Problem[] => {
  const redact = createFoundRedactor(gathered.given);
  return issues.flatMap((issue) => {
    const option = issue.path[0] as OptionName;
    const given = winners.get(option);
    return given === undefined ? [missingOption(option, gathered.places.isAddon)] : toProblems(issue, given, redact);
  });
};

/** Each option on its own, so that one wrong value does not hide the rest. */
const parseSound = (raw: Readonly<Record<string, unknown>>): Partial<Config> =>
  Object.fromEntries(
    listOptions().flatMap(({ name, schema }) => {
      const parsed = schema.safeParse(raw[name]);
      return parsed.success && parsed.data !== undefined ? [[name, parsed.data]] : [];
    }),
  );

const configError = (problems: readonly Problem[]): HarmoniqError => {
  const [first, ...others] = problems;
  const fact =
    others.length === 0
      ? `The configuration has a problem: ${first?.message ?? ''}`
      : `The configuration has ${problems.length} problems:\n${problems.map(({ message }) => `- ${message}`).join('\n')}`;
  return new HarmoniqError('config-invalid', fact);
};
