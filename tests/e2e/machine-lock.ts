import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const longestWaitMs = 15 * 60_000;

/** Waits until no other test run of this machine holds the name (another checkout may be at it); gives the function that lets go. */
export const lockMachine = async (name: string): Promise<() => void> => {
  const file = join(tmpdir(), `harmoniq-${name}.lock`);
  const deadlineMs = Date.now() + longestWaitMs;
  while (!tryTake(file)) {
    if (Date.now() > deadlineMs) throw new Error(`Another test run has held ${file} for too long.`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return () => rmSync(file, { force: true });
};

const tryTake = (file: string): boolean => {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isHeld(file)) rmSync(file, { force: true });
    return false;
  }
};

const isHeld = (file: string): boolean => {
  try {
    const holder = Number(readFileSync(file, 'utf8'));
    // Taken this instant, its holder not yet written down.
    if (holder === 0) return true;
    return process.kill(holder, 0);
  } catch {
    return false;
  }
};
