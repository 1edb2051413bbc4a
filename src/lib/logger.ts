import { Writable } from 'node:stream';
import { pino, type Logger as PinoLogger } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { createRedactor, type Redactor } from './redact.ts';

export type Logger = PinoLogger;
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** `text` for people (a terminal, the add-on's log tab), `json` for machines. */
  readonly format: 'text' | 'json';
  /** Values that must never appear, whatever field or message they hide in. */
  readonly secrets: readonly string[];
  readonly destination?: { write(line: string): unknown } | undefined;
  readonly colour?: boolean | undefined;
  /** IANA name of the zone in which text tells the time; without it that of the machine. JSON has milliseconds. */
  readonly timezone?: string | undefined;
}

/** One line per fact. Every line passes the redactor last, so that no serializer or message can leak a secret. */
export const createLogger = (options: LoggerOptions): Logger => {
  const redact: Redactor = createRedactor(options.secrets);
  const target = options.destination ?? process.stdout;
  const print =
    options.format === 'text'
      ? prettyFactory({
          colorize: options.colour ?? false,
          ignore: 'pid,hostname,name',
          singleLine: true,
          translateTime: false,
          customPrettifiers: { time: createTimePrinter(options.timezone) },
        })
      : undefined;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const line = redact(chunk.toString('utf8'));
      target.write(print === undefined ? line : print(line));
      done();
    },
  });
  return pino({ level: options.level, base: null, formatters: { level: (label) => ({ level: label }) } }, stream);
};

/** "[2026-11-22 00:15:57]". */
const createTimePrinter = (timezone: string | undefined): ((atMs: unknown) => string) => {
  const format = createTimeFormat(timezone);
  return (atMs: unknown): string => `[${format.format(Number(atMs))}]`;
};

/** Swedish writes dates as ISO does. A zone that is none must not keep anything from being said. */
const createTimeFormat = (timeZone: string | undefined): Intl.DateTimeFormat => {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  } catch {
    return createTimeFormat(undefined);
  }
};

export const silentLogger = (): Logger => pino({ level: 'silent' });
