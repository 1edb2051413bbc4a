import { checkConfig, loadConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import { createWorkplace } from './workplace.ts';

/** The configuration of a `harmoniq.yaml` that says this. */
export const load = (yaml: string, env: Record<string, string> = {}): Config => {
  const place = createWorkplace();
  place.writeYaml(yaml);
  return loadConfig({ env: { ...place.env, ...env } }).config;
};
const check = (yaml: string, env: Record<string, string>) => {
  const place = createWorkplace();
  place.writeYaml(yaml);
  return checkConfig({ env: { ...place.env, ...env } });
};
const withoutFile = (message: string): string => message.replace(/\([^()]*harmoniq\.yaml, /, '(');
/** The problems, with the file's long name cut short. */
export const listProblems = (yaml: string, env: Record<string, string> = {}): readonly string[] =>
  check(yaml, env).problems.map(({ message }) => withoutFile(message));
/** What is only warned of, in the same way; there is no problem beside it. */
export const listWarnings = (yaml: string, env: Record<string, string> = {}): readonly string[] => {
  const { problems, warnings } = check(yaml, env);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return warnings.map(withoutFile);
};
