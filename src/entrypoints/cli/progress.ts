import { Presets, SingleBar } from 'cli-progress';
import type { EventBus } from '../../operations/house.ts';
import type { SyncProgress } from '../../library/library.ts';
import { cleanText, formatCount, formatDuration } from '../format.ts';
import type { CliIo } from './io.ts';

export interface Progress {
  /** Ends the display and the subscriptions. */
  stop(): void;
}

/** Follows syncs and runs: as a bar for a person, as a line per phase for a log, not at all under --json. */
export const followProgress = (
  io: CliIo,
  events: EventBus,
  options: { readonly json: boolean; readonly nameOf: (recipeId: string) => string },
): Progress => {
  if (options.json) return { stop: () => undefined };
  const display = io.isTTY ? createBar(io) : createLines(io);
  const endings = [
    events.on('sync-progress', (progress) => {
      // A step without work is no news.
      if (progress.total > 0) display.sync(progress);
    }),
    events.on('sync-finished', () => display.clear()),
    events.on('sync-failed', () => display.clear()),
    events.on('run-started', ({ recipeId }) => display.run(cleanText(options.nameOf(recipeId)))),
    events.on('run-finished', () => display.clear()),
  ];
  return {
    stop() {
      for (const end of endings) end();
      display.clear();
    },
  };
};

interface Display {
  sync(progress: SyncProgress): void;
  run(name: string): void;
  clear(): void;
}

const createBar = (io: CliIo): Display => {
  let bar: SingleBar | undefined;
  let spinner: NodeJS.Timeout | undefined;
  const clear = (): void => {
    clearInterval(spinner);
    if (spinner !== undefined) io.stderr.write('\r\u001B[K');
    spinner = undefined;
    bar?.stop();
    bar = undefined;
  };
  return {
    sync({ section, phase, done, total, etaMs }) {
      const facts = {
        what: `${cleanText(section)} ${phase}`,
        rest: etaMs === undefined ? '' : `· ${formatDuration(etaMs)} left`,
      };
      if (bar === undefined) {
        clear();
        bar = new SingleBar(
          {
            format: '{what} {bar} {percentage} % · {value} of {total} {rest}',
            stream: io.stderr as NodeJS.WritableStream,
            clearOnComplete: true,
            hideCursor: true,
            barsize: 24,
            fps: 8,
            gracefulExit: false,
            formatValue: (value, _options, type) =>
              type === 'value' || type === 'total' ? formatCount(value) : String(value),
          },
          Presets.shades_classic,
        );
        bar.start(total, done, facts);
      }
      bar.setTotal(total);
      bar.update(done, facts);
    },
    run(name) {
      clear();
      const startedAt = performance.now();
      const draw = (): unknown =>
        io.stderr.write(`\r\u001B[KMaking ${name} · ${formatDuration(performance.now() - startedAt)}`);
      draw();
      spinner = setInterval(draw, 1_000);
      spinner.unref();
    },
    clear,
  };
};

const lineEveryMs = 10_000;

const createLines = (io: CliIo): Display => {
  let last = '';
  let lastAt = 0;
  return {
    sync({ section, phase, done, total, etaMs }) {
      const what = `${section} ${phase}`;
      const due = what !== last || performance.now() - lastAt > lineEveryMs;
      if (!due) return;
      last = what;
      lastAt = performance.now();
      const rest = etaMs === undefined ? '' : `, ${formatDuration(etaMs)} left`;
      io.stderr.write(`Syncing ${cleanText(what)}: ${formatCount(done)} of ${formatCount(total)}${rest}\n`);
    },
    run: (name) => void io.stderr.write(`Making ${name}\n`),
    clear: () => undefined,
  };
};
