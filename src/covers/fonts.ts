import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readFontFile } from './font-file.ts';

/** `strong` for the big name, `plain` for the rest. */
export type TextRole = 'strong' | 'plain';

export const fontFamily = 'Manrope';
export const weightOf: Readonly<Record<TextRole, number>> = { strong: 800, plain: 600 };

/** The order in which the renderer looks for a character: our own face, then the ones for other scripts. */
const faces: Readonly<Record<TextRole, string>> = { strong: 'manrope-800.ttf', plain: 'manrope-600.ttf' };
const otherScripts = ['noto-sans-arabic-700.ttf', 'noto-sans-hebrew-700.ttf', 'noto-sans-thai-700.ttf'];

/** `harmoniq/fonts/` lies two folders up both from `src/covers/` and from `dist/covers/`. */
const pathOf = (name: string): string => fileURLToPath(new URL(`../../harmoniq/fonts/${name}`, import.meta.url));

export const fontPaths: readonly string[] = [...Object.values(faces), ...otherScripts].map(pathOf);

export interface Fonts {
  /** Can the character be drawn? */
  has(codePoint: number): boolean;
  /** Width in ems; shaping may make it a little narrower, never much wider. */
  widthOf(text: string, role: TextRole): number;
}

/** Reads the bundled fonts. Throws the file system's error when one is not there. */
export const loadFonts = async (): Promise<Fonts> => {
  const read = async (name: string) => readFontFile(await readFile(pathOf(name)));
  const [strong, plain, ...others] = await Promise.all([faces.strong, faces.plain, ...otherScripts].map(read));
  const chains = { strong: [strong, ...others], plain: [plain, ...others] };
  const advanceOf = (codePoint: number, role: TextRole): number | undefined => {
    for (const font of chains[role]) {
      const advance = font?.advanceOf(codePoint);
      if (advance !== undefined) return advance;
    }
    return undefined;
  };
  return {
    has: (codePoint) => advanceOf(codePoint, 'strong') !== undefined && advanceOf(codePoint, 'plain') !== undefined,
    widthOf: (text, role) => {
      let width = 0;
      for (const sign of text) width += advanceOf(sign.codePointAt(0) as number, role) ?? 0;
      return width;
    },
  };
};
