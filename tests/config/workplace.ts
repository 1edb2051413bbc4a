import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../fakes/temporary-folder.ts';

export interface Workplace {
  readonly dataDir: string;
  readonly configDir: string;
  readonly env: Record<string, string>;
  writeYaml(text: string): void;
  writeOptions(options: unknown): void;
}

/** Empty folders and an environment that holds just what is required. */
export const createWorkplace = (): Workplace => {
  const root = makeTemporaryFolder('config');
  const dataDir = join(root, 'data');
  const configDir = join(root, 'settings');
  mkdirSync(dataDir);
  mkdirSync(configDir);
  return {
    dataDir,
    configDir,
    env: { ...required, DATA_DIR: dataDir, CONFIG_DIR: configDir },
    writeYaml: (text) => writeFileSync(join(configDir, 'harmoniq.yaml'), text),
    writeOptions: (options) => writeFileSync(join(dataDir, 'options.json'), JSON.stringify(options)),
  };
};

export const required = {
  PLEX_URL: 'http://plex.test:32400',
  PLEX_TOKEN: 'plex-token-0123456789',
  PLEX_MUSIC_LIBRARY_NAMES: 'Music',
} as const;
