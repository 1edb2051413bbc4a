import fc from 'fast-check';

/** Any code point but halves of one; every second time one that is typed on any keyboard. */
const codePoint = fc
  .oneof(
    { weight: 2, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  )
  .map((code) => String.fromCodePoint(code));

/**
 * Texts of any code points, and now and then one that is the name of something in JavaScript. Like `fc.string({ unit: 'binary' })`, which first makes a map of
 * all 1.1 million of them: most of a second in every test file.
 */
export const anyCodePoints = (
  constraints: {
    readonly minLength?: number;
    readonly maxLength?: number;
  } = {},
): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.string({ ...constraints, unit: codePoint }) },
    { weight: 1, arbitrary: fc.string(constraints) },
  );
