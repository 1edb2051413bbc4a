import { availableParallelism } from 'node:os';

/** Runs TypeScript as ES modules through swc; every suite shares one environment, no module is ever mocked. */
export default {
  testEnvironment: '<rootDir>/tests/environment.mjs',
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  testTimeout: 20_000,
  // One more than there are cores, for while the others wait for servers and processes.
  maxWorkers: availableParallelism() + 1,
  // A worker keeps a part of every suite it ran, and the larger its heap, the longer each collection.
  workerIdleMemoryLimit: '600MB',
};
