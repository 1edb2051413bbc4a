import { createHash } from 'node:crypto';
import { HarmoniqError } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import type { CoverFacts, CoverPainter } from './cover.ts';
import { loadFonts, type Fonts } from './fonts.ts';
import { renderPng } from './render-png.ts';
import { renderCover, templateVersion } from './template.ts';

export interface CoverPainterOptions {
  readonly logger: Logger;
}

/** Draws covers with the bundled fonts, one after another. Nothing is loaded before the first picture. */
export const createCoverPainter = ({ logger }: CoverPainterOptions): CoverPainter => {
  let fonts: Promise<Fonts> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const paint = async (facts: CoverFacts): Promise<Uint8Array> => {
    fonts ??= loadFonts();
    const svg = renderCover(facts, await fonts);
    const startedAt = performance.now();
    const png = await renderPng(svg);
    logger.debug({ bytes: png.length, ms: Math.round(performance.now() - startedAt) }, 'A cover was drawn');
    return png;
  };

  return {
    keyOf,
    async draw(facts) {
      // Several windows may turn at one moment; a small machine shall not draw them all at once.
      const painted = last.then(() => paint(facts));
      last = painted.catch(() => undefined);
      try {
        return { png: await painted, key: keyOf(facts) };
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
const keyOf = ({ playlistName, windowName, hours, theme, minuteOfDay, liveliness }: CoverFacts): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        templateVersion,
        playlistName,
        windowName,
        hours ?? null,
        theme,
        minuteOfDay ?? null,
        liveliness ?? null,
      ]),
    )
    .digest('hex')
    .slice(0, 32);
