import { refuseOldNode } from './lib/refuse-old-node.ts';

// Before anything else is loaded: under an older Node the database's native part ends the process without a word.
refuseOldNode();
const { runService } = await import('./service.ts');
process.exit(await runService({ env: process.env, process }));
