import { styleText } from 'node:util';
import type { HarmoniqError } from '../../lib/errors.ts';
import { toErrorBody } from '../call-operation.ts';
import { toDoorJson } from '../door-json.ts';
import type { CliIo } from './io.ts';

type Tone = 'good' | 'warn' | 'bad' | 'soft' | 'strong';
export type Paint = (tone: Tone, text: string) => string;

const styles = { good: 'green', warn: 'yellow', bad: 'red', soft: 'dim', strong: 'bold' } as const;

/** How results and errors reach the person or the program that asked. */
export interface Ui {
  readonly json: boolean;
  readonly paint: Paint;
  /** Columns that a line may have; Infinity when nobody looks. */
  readonly width: number;
  /** The result: JSON as it is, or what `render` makes of it. */
  show<T>(result: T, render: (result: T) => string, zone: string): void;
  /** A line beside the result; silent under --json unless it matters (`always`). */
  note(text: string, always?: boolean): void;
  fail(error: HarmoniqError): void;
}

export const createUi = (io: CliIo, options: { readonly json: boolean; readonly color: boolean }): Ui => {
  const colour = io.isTTY && options.color && !isSet(io.env['NO_COLOR']) && io.env['TERM'] !== 'dumb';
  const paint: Paint = (tone, text) => (colour ? styleText(styles[tone], text, { validateStream: false }) : text);
  return {
    json: options.json,
    paint,
    width: findWidth(io),
    show(result, render, zone) {
      const text = options.json ? JSON.stringify(toDoorJson(result, zone) ?? null, undefined, 2) : render(result);
      if (text !== '') io.stdout.write(`${text}\n`);
    },
    note(text, always = false) {
      if (!options.json || always) io.stderr.write(`${text}\n`);
    },
    fail(error) {
      if (options.json) {
        io.stderr.write(`${JSON.stringify(toErrorBody(error))}\n`);
        return;
      }
      io.stderr.write(`${paint('bad', error.message)}\n`);
      if (error.hint !== undefined) io.stderr.write(`${error.hint}\n`);
    },
  };
};

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

const narrowest = 40;

const findWidth = ({ stdout, env, isTTY }: CliIo): number => {
  const told = Number(env['COLUMNS']);
  const columns = stdout.columns ?? (Number.isInteger(told) && told > 0 ? told : isTTY ? 80 : Infinity);
  return Math.max(narrowest, columns);
};
