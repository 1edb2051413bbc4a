// Runs the tests under Node with ES modules switched on for Jest; arguments go to Jest.
// Suites that need a machine-wide service (Mosquitto, Home Assistant, an image builder) live in tests/e2e and run with `npm test -- e2e`
// or when HARMONIQ_E2E is set. `--unit` leaves out what takes long as well: the suites in which the whole house runs, and those that start, and mostly kill,
// processes of their own.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const asked = process.argv.slice(2).filter((argument) => argument !== '--unit');
const unit = process.argv.includes('--unit');
const everything =
  process.env.HARMONIQ_E2E === '1' || asked.some((argument) => !argument.startsWith('-') && argument.includes('e2e'));
const left = [
  ...(everything ? [] : ['/tests/e2e/']),
  ...(unit ? ['/tests/app/', '/real-house\\.test\\.ts$', '\\.process\\.test\\.ts$'] : []),
];
const result = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...asked,
    // Last, since Jest lets this option swallow whatever follows it.
    ...(left.length === 0 ? [] : ['--testPathIgnorePatterns', ...left]),
  ],
  {
    stdio: 'inherit',
    env: {
      // Whatever the tests start is compiled once, not at every start.
      NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/node'),
      ...process.env,
      NODE_ENV: 'test',
    },
  },
);
process.exit(result.status ?? 1);
