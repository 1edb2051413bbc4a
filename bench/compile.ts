import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
/** Beneath the packages, so that they are found from there, and out of Git's sight. */
const target = join(root, 'node_modules', '.cache', 'harmoniq-bench');

/**
 * Compiles product and bench as the image does, and gives the folder. Run from TypeScript, a process carries Node's TypeScript parser and the larger sources in
 * its memory, which the product never does.
 */
export const compile = (): string => {
  const config = join(root, 'node_modules', '.cache', 'harmoniq-bench.tsconfig.json');
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const options = { rootDir: root, outDir: target, noEmit: false, sourceMap: true, types: ['node'] };
  const include = [join(root, 'src'), join(root, 'bench')];
  rmSync(target, { recursive: true, force: true });
  mkdirSync(dirname(config), { recursive: true });
  writeFileSync(
    config,
    JSON.stringify({ extends: join(root, 'tsconfig.build.json'), compilerOptions: options, include, exclude: [] }),
  );
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', config], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The bench does not compile:\n${stdout}`);
  cpSync(join(root, 'package.json'), join(target, 'package.json'));
  cpSync(join(root, 'Dockerfile'), join(target, 'Dockerfile'));
  cpSync(join(root, 'harmoniq', 'fonts'), join(target, 'harmoniq', 'fonts'), { recursive: true });
  return target;
};
