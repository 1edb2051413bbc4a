import { checkConfig, loadConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import { createWorkplace } from './workplace.ts';

/** The configuration of a `harmoniq.yaml` that says this. */
export const load = (yaml: string, env: Record<string, string> = {}): Config => {
  const place = createWorkplace();
  place.writeYaml(yaml);
  return loadConfig({ env: { ...place.env, ...env } }).config;
};
/** The problems, with the file's long name cut short. */
export const listProblems = (yaml: string, env: Record<string, string> = {}): readonly string[] => {
  const place = createWorkplace();
  place.writeYaml(yaml);
  return checkConfig({ env: { ...place.env, ...env } }).problems.map(({ message }) =>
    message.replace(/\([^()]*harmoniq\.yaml, /, '('),
  );
};
