// Runs the tests under Node with ES modules switched on for Jest; arguments go to Jest.
// Suites that need a machine-wide service (Mosquitto, Home Assistant, an image builder) live in tests/e2e and run with `npm test -- e2e`
// or when HARMONIQ_E2E is set; all others run always.
import { spawnSync } from 'node:child_process';

const asked = process.argv.slice(2);
const everything =
  process.env.HARMONIQ_E2E === '1' || asked.some((argument) => !argument.startsWith('-') && argument.includes('e2e'));
const result = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...asked,
    // Last, since Jest lets this option swallow whatever follows it.
    ...(everything ? [] : ['--testPathIgnorePatterns', '/tests/e2e/']),
  ],
  { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'test' } },
);
process.exit(result.status ?? 1);
