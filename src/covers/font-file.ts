/** What laying out text needs to know of a font: which characters it has, and how wide they are. */
export interface FontFile {
  /** Advance in ems; undefined = the font has no picture of this character. */
  advanceOf(codePoint: number): number | undefined;
}

/**
 * Reads the tables `cmap` (formats 4 and 12), `hmtx`, `hhea` and `head` of a TrueType file as the OpenType specification describes them. Meant for
 * the fonts that ship with Harmoniq; a file that is cut off throws a RangeError.
 */
export const readFontFile = (bytes: Uint8Array): FontFile => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const unitsPerEm = view.getUint16(findTable(view, 'head') + 18);
  const metricCount = view.getUint16(findTable(view, 'hhea') + 34);
  const metrics = findTable(view, 'hmtx');
  const advances = new Map<number, number>();
  for (const [codePoint, glyph] of listGlyphs(view)) {
    // Glyphs after the last metric are as wide as that one.
    const width = view.getUint16(metrics + Math.min(glyph, metricCount - 1) * 4);
    advances.set(codePoint, width / unitsPerEm);
  }
  return { advanceOf: (codePoint) => advances.get(codePoint) };
};

const findTable = (view: DataView, tag: string): number => {
  const count = view.getUint16(4);
  for (let at = 12; at < 12 + count * 16; at += 16) {
    if (readTag(view, at) === tag) return view.getUint32(at + 8);
  }
  throw new RangeError(`The font has no table ${tag}.`);
};

const readTag = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));

/** Pairs of character and glyph; glyph 0 is the box that stands for "missing" and never comes. */
const listGlyphs = (view: DataView): readonly (readonly [number, number])[] => {
  const table = findTable(view, 'cmap');
  const count = view.getUint16(table + 2);
  for (const [platform, encoding, read] of [
    [3, 10, readFormat12],
    [0, 4, readFormat12],
    [3, 1, readFormat4],
    [0, 3, readFormat4],
  ] as const) {
    for (let at = table + 4; at < table + 4 + count * 8; at += 8) {
      if (view.getUint16(at) === platform && view.getUint16(at + 2) === encoding) {
        return read(view, table + view.getUint32(at + 4)).filter(([, glyph]) => glyph !== 0);
      }
    }
  }
  throw new RangeError('The font maps no Unicode characters.');
};

const readFormat12 = (view: DataView, table: number): (readonly [number, number])[] => {
  const pairs: (readonly [number, number])[] = [];
  const groups = view.getUint32(table + 12);
  for (let at = table + 16; at < table + 16 + groups * 12; at += 12) {
    const [first, last, glyph] = [view.getUint32(at), view.getUint32(at + 4), view.getUint32(at + 8)];
    for (let code = first; code <= last; code += 1) pairs.push([code, glyph + code - first]);
  }
  return pairs;
};

const readFormat4 = (view: DataView, table: number): (readonly [number, number])[] => {
  const pairs: (readonly [number, number])[] = [];
  const doubled = view.getUint16(table + 6);
  const ends = table + 14;
  const starts = ends + doubled + 2;
  for (let segment = 0; segment < doubled; segment += 2) {
    const last = view.getUint16(ends + segment);
    const first = view.getUint16(starts + segment);
    const delta = view.getUint16(starts + doubled + segment);
    const rangeAt = starts + doubled * 2 + segment;
    const offset = view.getUint16(rangeAt);
    for (let code = first; code <= last && code !== 0xffff; code += 1) {
      const raw = offset === 0 ? code : view.getUint16(rangeAt + offset + (code - first) * 2);
      pairs.push([code, raw === 0 ? 0 : (raw + delta) & 0xffff]);
    }
  }
  return pairs;
};
