import { refuseOldNode } from '../lib/refuse-old-node.ts';

// `npm run demo [-- --once] [-- --tracks 3200]`: the real service against stand-ins of everything it talks to.
refuseOldNode();
const { runDemo } = await import('./run-demo.ts');
process.exit(await runDemo(process.argv.slice(2), process));
