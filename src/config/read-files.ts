import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { LineCounter, isNode, parseDocument, type Document } from 'yaml';
import type { Problem } from './given.ts';

/** A file of options as read, before any name or value is checked. */
export interface OptionsFile {
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly findLine?: ((path: readonly (string | number)[]) => number | undefined) | undefined;
}

export interface FileResult {
  /** undefined = there is no such file, or it cannot be used. */
  readonly file?: OptionsFile;
  readonly problems: readonly Problem[];
}

/** Reads `harmoniq.yaml`. Problems carry line and column and quote nothing of the file: it may hold secrets. */
export const readYamlOptions = (path: string): FileResult =>
  withText(path, (text) => {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0) {
      const problems = faults.map((fault) => {
        const { line, col } = lines.linePos(fault.pos[0]);
        return fileProblem(path, `line ${line}, column ${col}: ${withoutQuotes(fault.message)}`);
      });
      return { problems };
    }
    const values = toValues(document);
    if (values === undefined) return { problems: [fileProblem(path, 'the file must hold lines of "option: value"')] };
    return { file: { path, values, findLine: (at) => findLine(document, lines, at) }, problems: [] };
  });

/** Reads the options that the Supervisor writes for the add-on. */
export const readJsonOptions = (path: string): FileResult =>
  withText(path, (text) => {
    try {
      const values: unknown = JSON.parse(text);
      if (isMapping(values)) return { file: { path, values }, problems: [] };
    } catch {
      // The parser's message quotes the file, which holds secrets.
      return { problems: [fileProblem(path, 'the file is not valid JSON')] };
    }
    return { problems: [fileProblem(path, 'the file must hold one JSON object')] };
  });

/** Reads a `.env` file. */
export const readEnvFile = (path: string): FileResult =>
  withText(path, (text) => ({ file: { path, values: parseEnv(text) }, problems: [] }));

const withText = (path: string, use: (text: string) => FileResult): FileResult => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { problems: [] };
    return { problems: [fileProblem(path, `the file cannot be read (${code})`)] };
  }
  return use(text);
};

const toValues = (document: Document): Readonly<Record<string, unknown>> | undefined => {
  const values: unknown = document.toJS({ maxAliasCount: 100 });
  if (values === null || values === undefined) return {};
  return isMapping(values) ? values : undefined;
};

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const findLine = (document: Document, lines: LineCounter, at: readonly (string | number)[]): number | undefined => {
  for (let length = at.length; length > 0; length -= 1) {
    const node = document.getIn(at.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
};

/** The parser ends some messages with the text it stumbled over. */
const withoutQuotes = (message: string): string => message.replace(/: .*["'].*$/s, '').replace(/["'].*["']/s, '…');

const fileProblem = (path: string, fact: string): Problem => ({
  kind: 'file',
  option: '',
  where: path,
  message: `${path}: ${fact}.`,
});
