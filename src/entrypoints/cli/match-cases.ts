import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { evaluateCases, type Evaluation, type MatchCase } from '../../core/match/evaluate.ts';
import { describeError, HarmoniqError, toHarmoniqError } from '../../lib/errors.ts';

const text = z.string().nullish();
const seconds = z.number().nonnegative().nullish();

/** A line of a case file. Fields that are not named here may stand beside them. */
const rowSchema = z.object({
  query_artist: z.string(),
  query_title: z.string(),
  library_artist: z.string(),
  library_title: z.string(),
  should_match: z.boolean(),
  kind: text,
  query_album: text,
  library_album: text,
  query_duration_s: seconds,
  library_duration_s: seconds,
});

const usage = 'Usage: npm run -s match-cases -- FILE [--json]';

/** Reads JSON lines of labelled pairs. Throws `invalid-input` naming the first line that is not one. */
const parseCases = (content: string, file: string): readonly { readonly line: number; readonly pair: MatchCase }[] => {
  const cases: { line: number; pair: MatchCase }[] = [];
  for (const [position, raw] of content
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (raw.trim() !== '') cases.push({ line: position + 1, pair: parseLine(raw, `${file}, line ${position + 1}`) });
  }
  if (cases.length === 0)
    throw new HarmoniqError('invalid-input', `${file} holds no cases.`, {
      hint: 'It must have one JSON object a line.',
    });
  return cases;
};

const parseLine = (raw: string, where: string): MatchCase => {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch (cause) {
    throw new HarmoniqError('invalid-input', `${where} is not JSON.`, {
      hint: 'Each line must be one JSON object.',
      cause,
    });
  }
  const parsed = rowSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join('.') ?? '';
    throw new HarmoniqError(
      'invalid-input',
      `${where}: ${field === '' ? 'not a case' : `"${field}"`} ${issue?.message ?? 'is wrong'}.`,
      {
        hint: 'A case needs query_artist, query_title, library_artist and library_title as text and should_match as true or false.',
      },
    );
  }
  const row = parsed.data;
  return {
    query: {
      artist: row.query_artist,
      title: row.query_title,
      album: row.query_album ?? undefined,
      durationMs: toMs(row.query_duration_s),
    },
    library: {
      artist: row.library_artist,
      title: row.library_title,
      album: row.library_album ?? '',
      durationMs: toMs(row.library_duration_s),
    },
    shouldMatch: row.should_match,
    kind: row.kind ?? 'unknown',
  };
};

const toMs = (value: number | null | undefined): number | undefined =>
  value === null || value === undefined ? undefined : Math.round(value * 1000);

const percent = (ratio: number): string => `${(ratio * 100).toFixed(1)} %`;

const print = (report: Evaluation): string => {
  const lines = [
    `${report.rows} pairs: precision ${percent(report.precision)}, recall ${percent(report.recall)}, F1 ${percent(report.f1)}`,
    `${report.truePositives} found, ${report.trueNegatives} rightly refused, ${report.falsePositives} wrongly accepted, ${report.falseNegatives} missed`,
    `Covers accepted: ${report.acceptedCovers}`,
    '',
    'By kind (right of all):',
    ...Object.entries(report.byKind).map(
      ([kind, score]) => `  ${String(score.right).padStart(4)} of ${String(score.rows).padEnd(4)} ${kind}`,
    ),
  ];
  if (report.wrong.length > 0) lines.push('', 'Wrong:');
  for (const wrong of report.wrong)
    lines.push(
      `  line ${wrong.line} [${wrong.kind}] expected ${wrong.expected}, said ${wrong.said}`,
      `    asked:   ${wrong.query}`,
      `    library: ${wrong.library}`,
    );
  return lines.join('\n');
};

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new HarmoniqError('not-found', `The case file ${file} cannot be read.`, { hint: 'Check its path.', cause });
  }
};

/** Evaluates the file named in the arguments; answers the exit code. */
export const runMatchCases = (
  args: readonly string[],
  out: (line: string) => void,
  err: (line: string) => void,
): number => {
  try {
    const unknown = args.find((arg) => arg.startsWith('-') && arg !== '--json' && arg !== '--help');
    if (unknown !== undefined)
      throw new HarmoniqError('invalid-input', `The option ${unknown} is not known.`, { hint: usage });
    if (args.includes('--help')) {
      out(usage);
      return 0;
    }
    const files = args.filter((arg) => !arg.startsWith('-'));
    const [file] = files;
    if (file === undefined || files.length > 1)
      throw new HarmoniqError('invalid-input', 'Exactly one case file must be named.', { hint: usage });
    const cases = parseCases(read(file), file);
    const evaluated = evaluateCases(cases.map(({ pair }) => pair));
    const report = {
      ...evaluated,
      wrong: evaluated.wrong.map((wrong) => ({ ...wrong, line: cases[wrong.line - 1]?.line ?? wrong.line })),
    };
    out(args.includes('--json') ? JSON.stringify(report, undefined, 2) : print(report));
    return 0;
  } catch (error) {
    err(describeError(error));
    return toHarmoniqError(error).code === 'not-found' ? 66 : 64;
  }
};

const isMain = process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (isMain) process.exitCode = runMatchCases(process.argv.slice(2), console.log, console.error);
