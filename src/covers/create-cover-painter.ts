import { createHash } from 'node:crypto';
import { HarmoniqError } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import type { Cover, CoverFacts, CoverPainter } from './cover.ts';
import { fontFamily, fontPaths, loadFonts, type Fonts } from './fonts.ts';
import { renderCover, templateVersion } from './template.ts';

export interface CoverPainterOptions {
  readonly logger: Logger;
}

/** Draws covers with the bundled fonts. Renderer and fonts are loaded with the first picture. */
export const createCoverPainter = ({ logger }: CoverPainterOptions): CoverPainter => {
  let fonts: Promise<Fonts> | undefined;

  const paint = async (facts: CoverFacts): Promise<Uint8Array> => {
    fonts ??= loadFonts();
    const [{ renderAsync }, loaded] = await Promise.all([import('@resvg/resvg-js'), fonts]);
    const image = await renderAsync(renderCover(facts, loaded), {
      font: { loadSystemFonts: false, fontFiles: [...fontPaths], defaultFontFamily: fontFamily },
    });
    return image.asPng();
  };

  return {
    keyOf,
    async draw(facts): Promise<Cover> {
      const startedAt = performance.now();
      try {
        const png = await paint(facts);
        logger.debug({ bytes: png.length, ms: Math.round(performance.now() - startedAt) }, 'A cover was drawn.');
        return { png, key: keyOf(facts) };
      } catch (error) {
        fonts = undefined;
        throw new HarmoniqError('internal', 'The cover could not be drawn.', {
          hint: 'The playlist itself is not affected; reinstalling Harmoniq brings back files that are missing.',
          cause: error,
        });
      }
    },
  };
};

/** The order of the fields is fixed here, so that facts built in another order have the same key. */
const keyOf = ({ playlistName, windowName, hours, theme, minuteOfDay }: CoverFacts): string =>
  createHash('sha256')
    .update(JSON.stringify([templateVersion, playlistName, windowName, hours ?? null, theme, minuteOfDay]))
    .digest('hex')
    .slice(0, 32);
