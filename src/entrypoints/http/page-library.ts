import { html } from 'hono/html';
import type { Coverage } from '../../library/library.ts';
import { formatCoverage, formatCount } from '../format.ts';
import { renderBar, type Html, type PageContext } from './page-context.ts';

/** How much of each music library is mirrored, and when that was last brought up to date. */
export const renderLibrary = (context: PageContext): Html => {
  const { counts, coverage, lastSync } = context.data.status.library;
  return html`<section class="library">
    <h2>Library</h2>
    ${
      coverage.length === 0
        ? html`<p class="empty">The library has not been synced yet.</p>`
        : html`<ul class="rows">
            ${coverage.map(renderCoverage)}
          </ul>`
    }
    <p class="note">
      ${formatCount(counts.artists)} artists · ${formatCount(counts.albums)} albums · ${formatCount(counts.tracks)}
      tracks
      ${
        lastSync === undefined
          ? ''
          : html` · ${lastSync.kind} sync ${context.moment(lastSync.endedAtMs)}: +${formatCount(lastSync.added)}
            ~${formatCount(lastSync.changed)} −${formatCount(lastSync.removed)}`
      }
    </p>
  </section>`;
};

const renderCoverage = (part: Coverage): Html => {
  const share = part.onServer === 0 ? 1 : part.mirrored / part.onServer;
  return html`<li>
    <span class="title">${part.section}</span>
    <div class="rate">
      ${renderBar(share, 'mirrored share')}
      <span>${formatCoverage(part.mirrored, part.onServer)}</span>
    </div>
  </li>`;
};
