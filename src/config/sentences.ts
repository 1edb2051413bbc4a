import type { z } from 'zod';
import { criteriaFields } from '../core/flow/window-fields.ts';
import { createRedactor } from '../lib/redact.ts';
import { findNearest } from './environment-names.ts';
import type { Given, Problem } from './given.ts';
import { listHomeRuleFields } from './home-rule-options.ts';
import { getSentence } from './issues.ts';
import { listOptions, playlistSchema, toEnvName, toFileName, type OptionName } from './schema.ts';
import { listUrlSecrets, maskUrl } from './url-secrets.ts';
import { windowOptionNames } from './window-options.ts';

type Path = readonly (string | number)[];
type Issue = z.core.$ZodIssue;

/** Turns one finding of the schema into sentences for the person who wrote the value. */
export const toProblems = (issue: Issue, given: Given, redact: (text: string) => string): readonly Problem[] => {
  const path = issue.path.slice(1).map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownField(given, path, key, listFields(given.option, path)));
  const sentence = getSentence(issue);
  const value = getAt(given.value, path);
  const option = toWritten(given, path);
  const where = toWhere(given, path);
  if (sentence !== undefined)
    return [{ kind: 'invalid', option, where, message: `${option} (${where})${redact(sentence)}` }];
  if (value === undefined)
    return [{ kind: 'missing', option, where, message: `${option} (${where}) is missing; it ${issue.message}.` }];
  const found = describeFound(value, given.option, redact);
  const message = `${option} (${where}) ${issue.message}; found ${found}.`;
  return [{ kind: 'invalid', option, where, found, message }];
};

/** An option that must be set and is not. */
export const missingOption = (option: OptionName, isAddon: boolean): Problem => {
  const info = listOptions().find((candidate) => candidate.name === option);
  const written = isAddon ? toFileName(option) : toEnvName(option);
  const place = isAddon
    ? "in the add-on's configuration"
    : `in the environment, or ${toFileName(option)} in harmoniq.yaml`;
  return {
    kind: 'missing',
    option: written,
    where: 'nowhere',
    message: `${written} is missing (${info?.description ?? 'required'}). Set it ${place}.`,
  };
};

/** An option name that does not exist. */
export const unknownOption = (name: string, where: string, known: readonly string[]): Problem => {
  const nearest = findNearest(name, known);
  const advice = nearest === undefined ? 'See the documentation for all options' : `Did you mean ${nearest}?`;
  return {
    kind: 'unknown',
    option: name,
    where,
    message: `${name} (${where}) is not an option. ${advice.replace(/([^?])$/, '$1.')}`,
  };
};

const unknownField = (given: Given, path: Path, key: string, known: readonly string[]): Problem => {
  const nearest = findNearest(key, known);
  const option = toWritten(given, [...path, key]);
  const where = toWhere(given, [...path, key]);
  const advice = nearest === undefined ? `Known are ${known.join(', ')}.` : `Did you mean ${nearest}?`;
  return { kind: 'unknown', option, where, message: `${option} (${where}) is not an option. ${advice}` };
};

/** The names that may stand at this place. */
const listFields = (option: OptionName, path: Path): readonly string[] => {
  if (path.at(-1) === 'exclude') return criteriaFields;
  if (option === 'match') return ['artist', 'title', 'to', 'rating_key', 'album'];
  if (option === 'timeWindows' || path.includes('windows')) return windowOptionNames;
  if (option === 'homeRules') return listHomeRuleFields(path);
  return Object.keys(playlistSchema.shape);
};

export const toWritten = (given: Given, path: Path): string =>
  path.reduce<string>((text, part) => text + (typeof part === 'number' ? `[${part}]` : `.${part}`), given.writtenAs);

export const toWhere = (given: Given, path: Path): string => {
  const line = given.findLine?.([given.writtenAs, ...path]);
  return line === undefined ? given.where : `${given.where}, line ${line}`;
};

const getAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>)[part] : undefined,
    value,
  );

/** Removes every value that any source gave for a secret, wherever it turns up. */
export const createFoundRedactor = (given: readonly Given[]): ((text: string) => string) => {
  const secret = new Set(listOptions().flatMap((info) => (info.secret === true ? [info.name] : [])));
  return createRedactor(
    given.flatMap(({ option, value }) => {
      if (typeof value !== 'string') return [];
      return secret.has(option) ? [value.trim()] : listUrlSecrets(value);
    }),
  );
};

/** A token pasted into the wrong field must not end in a log. */
const looksLikeToken = (text: string): boolean => /^[A-Za-z0-9_-]{16,}$/.test(text) && /\d/.test(text);

const describeFound = (value: unknown, option: OptionName, redact: (text: string) => string): string => {
  const info = listOptions().find((candidate) => candidate.name === option);
  if (info?.secret === true) return typeof value === 'string' ? 'a text that is not shown' : `a ${typeof value}`;
  if (typeof value !== 'string') return shorten(redact(JSON.stringify(value) ?? typeof value));
  if (looksLikeToken(value)) return `a text of ${value.length} characters that may be a secret`;
  return JSON.stringify(shorten(redact(maskUrl(value))));
};

const shorten = (text: string): string => (text.length <= 80 ? text : `${text.slice(0, 77)}…`);
