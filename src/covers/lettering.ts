import { fitText, type Attempt, type FittedText } from './fit-text.ts';
import { weightOf, type Fonts, type TextRole } from './fonts.ts';
import { isRightToLeft, toReadable } from './readable.ts';
import { canvas } from './land.ts';

const margin = 76;
const width = canvas - 2 * margin;
const nothingReadable = 'Harmoniq';
const glyphWidth = 76;

export interface LetteringFacts {
  readonly playlistName: string;
  readonly windowName: string;
  readonly theme: string;
  readonly hours: string | undefined;
}

export interface Lettering {
  /** SVG elements; their family and colour come from the group they are put into. */
  readonly svg: string;
  /** Upper edge of the texts at the foot. */
  readonly footTop: number;
}

/** The texts of the picture: the playlist's name at the head; hours, window and theme at the foot. */
export const writeLettering = (facts: LetteringFacts, fonts: Fonts): Lettering => {
  const read = (text: string): string => toReadable(text, (codePoint) => fonts.has(codePoint));
  const playlist = read(facts.playlistName);
  const name = read(facts.windowName);
  const title = name || playlist || nothingReadable;
  const foot = writeFoot({ title, theme: read(facts.theme), hours: read(facts.hours ?? '') }, fonts);
  return { svg: writeHead(name === '' ? '' : playlist, fonts) + foot.svg, footTop: foot.footTop };
};

/** The playlist's name beside a small equalizer. */
const writeHead = (playlist: string, fonts: Fonts): string => {
  const reversed = isRightToLeft(playlist);
  const bars = [20, 36, 28, 42, 16].map((height, index) => {
    const x = reversed ? canvas - margin - 6 - index * 11 : margin + index * 11;
    return `<rect x="${x}" y="${116 - height}" width="6" height="${height}" rx="3"/>`;
  });
  const name = fit(playlist, 'plain', attempts([44, 40, 36], 1), fonts, glyphWidth);
  return `<g opacity="0.95">${bars.join('')}${writeBlock(name, 112, 'plain', { reversed, indent: glyphWidth })}</g>`;
};

interface Foot {
  readonly title: string;
  readonly theme: string;
  readonly hours: string;
}

/** Built up from the lower edge. */
const writeFoot = ({ title, theme, hours }: Foot, fonts: Fonts): Lettering => {
  const layout = { reversed: isRightToLeft(title), indent: 0 };
  const name = fit(title, 'strong', nameAttempts, fonts);
  const below = withoutLooseEnds(fit(theme, 'plain', attempts([44, 40, 36], 2), fonts));
  const above = fit(hours, 'plain', attempts([40, 36, 32], 1), fonts);
  const themeTop = canvas - margin - (below.lines.length - 1) * below.size * lineHeight.plain;
  const nameBottom = below.lines.length === 0 ? canvas - margin : themeTop - below.size - 34;
  const nameTop = nameBottom - (name.lines.length - 1) * name.size * lineHeight.strong;
  const hoursTop = nameTop - name.size * 0.8 - 30;
  const svg = [
    `<g opacity="0.9">${writeBlock(above, hoursTop, 'plain', layout)}</g>`,
    writeBlock(name, nameTop, 'strong', layout),
    `<g opacity="0.85">${writeBlock(below, themeTop, 'plain', layout)}</g>`,
  ].join('');
  return { svg, footTop: above.lines.length === 0 ? nameTop - name.size : hoursTop - above.size };
};

/** Between two lines there is no need of what stands between two words. */
const withoutLooseEnds = ({ size, lines }: FittedText): FittedText => ({
  size,
  lines: lines.map((line) => line.replace(/\s+·$/u, '').replace(/^·\s+/u, '')),
});

const lineHeight = { strong: 1.08, plain: 1.3 };

const attempts = (sizes: readonly number[], maxLines: number): readonly Attempt[] =>
  sizes.map((size) => ({ size, maxLines }));

const nameAttempts = [
  ...attempts([148, 132, 120], 1),
  ...attempts([132, 116, 104], 2),
  ...attempts([92, 80, 70, 62], 3),
];

const fit = (text: string, role: TextRole, tries: readonly Attempt[], fonts: Fonts, indent = 0): FittedText =>
  fitText(text, { attempts: tries, width: width - indent, widthOf: (part) => fonts.widthOf(part, role) });

interface Layout {
  /** Begins at the right edge. */
  readonly reversed: boolean;
  readonly indent: number;
}

const writeBlock = ({ lines, size }: FittedText, top: number, role: TextRole, { reversed, indent }: Layout): string => {
  const place = reversed ? `x="${canvas - margin - indent}" text-anchor="end"` : `x="${margin + indent}"`;
  return lines
    .map((line, index) => {
      const y = Math.round(top + index * size * lineHeight[role]);
      return `<text ${place} y="${y}" font-size="${size}" font-weight="${weightOf[role]}">${escapeXml(isolate(line))}</text>`;
    })
    .join('');
};

/** The renderer reads every line from the left unless told otherwise; isolated, mixed lines keep their order. */
const isolate = (line: string): string => (isRightToLeft(line) ? `\u2067${line}\u2069` : line);

const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
