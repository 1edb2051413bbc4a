// `npm run generate`: rewrites what follows from the configuration schema (.env.example and the option tables of README.md and DOCS.md).
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renderFiles } from './generated-files.ts';

const root = dirname(import.meta.dirname);
for (const [name, text] of renderFiles(root)) writeFileSync(join(root, name), text);
