import { keepHeapLean } from './lib/lean-heap.ts';
import { refuseOldNode } from './lib/refuse-old-node.ts';

// Before anything else is loaded: under an older Node the database's native part ends the process without a word.
refuseOldNode();
const { runService } = await import('./service.ts');
// Once everything is loaded: what is loaded stays, and collecting meanwhile would only make the start slower.
keepHeapLean();
process.exit(await runService({ env: process.env, process }));
