import type { html } from 'hono/html';
import type { PageData } from './page-data.ts';

/** A piece of HTML; whatever is put into one by `html` is escaped. */
export type Html = ReturnType<typeof html>;

/** What the parts of the page share. */
export interface PageContext {
  readonly data: PageData;
  /** A moment as people read it, in the configured time zone. */
  readonly moment: (atMs: number) => Html;
}
