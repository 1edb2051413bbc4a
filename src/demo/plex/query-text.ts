/** The arguments of a request in the order they were written: groups depend on it. */
export interface QueryText {
  readonly pairs: readonly (readonly [name: string, value: string])[];
  get(name: string): string | undefined;
  has(name: string): boolean;
}

/**
 * Splits at the first "=" of each argument, as the operators do: `track.userRating>>=7` is the name `track.userRating>>` and the value `7`,
 * `title==Foo` is the name `title` and the value `=Foo`.
 */
export function parseQueryText(text: string): QueryText {
  const pairs = text
    .split('&')
    .filter((part) => part !== '')
    .map((part): readonly [string, string] => {
      const at = part.indexOf('=');
      return at < 0 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
    });
  return {
    pairs,
    get: (name) => pairs.find(([candidate]) => candidate === name)?.[1],
    has: (name) => pairs.some(([candidate]) => candidate === name),
  };
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
