// Copies to dist/ what the compiler leaves behind: every file of src/ that is neither TypeScript nor a README, and nothing of the demo.
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'src');
const demo = join(source, 'demo');

for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  const isAsset = entry.isFile() && !/\.ts$|^README\.md$/.test(entry.name) && !path.startsWith(demo);
  if (isAsset && existsSync(join(root, 'dist'))) cpSync(path, join(root, 'dist', relative(source, path)));
}
