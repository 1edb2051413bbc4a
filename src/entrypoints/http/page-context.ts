import { html } from 'hono/html';
import type { PageData } from './page-data.ts';

/** A piece of HTML; whatever is put into one by `html` is escaped. */
export type Html = ReturnType<typeof html>;

/** What the parts of the page share. */
export interface PageContext {
  readonly data: PageData;
  /** A moment as people read it, in the configured time zone. */
  readonly moment: (atMs: number) => Html;
}

/** A share from 0 to 1 as a bar. Drawn, not styled: the page allows no inline style. */
export const renderBar = (share: number, meaning: string): Html => {
  const width = (100 * Math.min(1, Math.max(0, share))).toFixed(1);
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label="${meaning}">
    <rect width="${width}" height="1" />
  </svg>`;
};
