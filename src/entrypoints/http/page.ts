import { html } from 'hono/html';
import { formatAmount, formatMoment } from '../format.ts';
import type { Html, PageContext } from './page-context.ts';
import type { PageData } from './page-data.ts';
import { renderFlows } from './page-flows.ts';
import { renderLibrary } from './page-library.ts';
import { renderMissing, renderRuns } from './page-lists.ts';
import { renderPlaylists } from './page-playlists.ts';
import { renderSummary } from './page-summary.ts';

export interface PageFrame {
  /** Where the browser sees us, with a closing slash; undefined = the root. */
  readonly base: string | undefined;
  readonly version: string;
}

/** The whole page. Every address in it is relative, so that it works below any prefix. */
export const renderPage = (data: PageData, frame: PageFrame): Html => {
  const zone = data.status.schedule.timezone;
  const context: PageContext = {
    data,
    moment: (atMs) =>
      html`<time datetime="${new Date(atMs).toISOString()}">${formatMoment(atMs, data.nowMs, zone)}</time>`,
  };
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Harmoniq</title>
        ${frame.base === undefined ? '' : html`<base href="${frame.base}" />`}
        <link rel="icon" href="${icon}" />
        <link rel="stylesheet" href="page.css" />
        <script src="page.js" defer></script>
      </head>
      <body>
        ${renderHeader(context)}
        <main id="content">
          ${renderProblems(data)} ${renderSummary(context)} ${renderFlows(context)} ${renderPlaylists(context)}
          <div class="columns">${renderMissing(context)} ${renderRuns(context)}</div>
          ${renderLibrary(context)}
        </main>
        <footer>Harmoniq ${frame.version} · times in ${zone}</footer>
        <p id="notice" role="status" aria-live="polite" hidden></p>
      </body>
    </html>`;
};

const icon =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#7c5cff"/><g fill="#fff"><rect x="7" y="13" width="3.4" height="9" rx="1.7"/><rect x="12.2" y="8" width="3.4" height="16" rx="1.7"/><rect x="17.4" y="11" width="3.4" height="12" rx="1.7"/><rect x="22.6" y="14" width="3.4" height="6" rx="1.7"/></g></svg>',
  );

const logo = html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
  <rect class="logo-back" width="32" height="32" rx="9" />
  <g class="logo-bars">
    <rect x="7" y="13" width="3.4" height="9" rx="1.7" />
    <rect x="12.2" y="8" width="3.4" height="16" rx="1.7" />
    <rect x="17.4" y="11" width="3.4" height="12" rx="1.7" />
    <rect x="22.6" y="14" width="3.4" height="6" rx="1.7" />
  </g>
</svg>`;

const renderHeader = ({ data }: PageContext): Html => {
  const { running, schedule } = data.status;
  return html`<header id="header">
    <div class="brand">
      ${logo}
      <h1>Harmoniq</h1>
      ${renderState(data)}
    </div>
    <div class="actions">
      <label class="switch"
        ><input
          id="schedule"
          type="checkbox"
          role="switch"
          data-operation="set-schedule"
          ${schedule.enabled ? 'checked' : ''}
        /><span class="track"></span>Schedule</label
      >
      <button type="button" data-operation="sync-library" data-done="Library synced" ${running ? 'disabled' : ''}>
        Sync library
      </button>
      <button
        type="button"
        class="primary"
        data-operation="run-cycle"
        data-done="All playlists are fresh"
        ${running ? 'disabled' : ''}
      >
        Regenerate all
      </button>
    </div>
  </header>`;
};

const renderState = ({ status }: PageData): Html => {
  if (status.running) return html`<span class="pill busy">${describeActivity(status)}</span>`;
  const count = status.problems.length;
  if (count > 0)
    return html`<span class="pill warn">${count === 1 ? '1 thing needs' : `${count} things need`} you</span>`;
  return html`<span class="pill good">All is well</span>`;
};

const describeActivity = (status: PageData['status']): string => {
  const { syncProgress, syncing, recipes } = status.activity;
  if (syncing && syncProgress !== undefined && syncProgress.total > 0)
    return `Syncing ${syncProgress.phase}, ${Math.floor((100 * syncProgress.done) / syncProgress.total)} %`;
  if (syncing) return 'Syncing the library';
  const [first] = recipes;
  const name = status.recipes.find((recipe) => recipe.id === first)?.playlistName;
  return name === undefined ? 'Working' : `Making ${name}`;
};

const renderProblems = ({ status }: PageData): Html =>
  status.problems.length === 0
    ? html``
    : html`<section class="problems" aria-label="What needs you">
        <h2>${formatAmount(status.problems.length, 'thing')} to look at</h2>
        <ul>
          ${status.problems.map((problem) => html`<li>${problem}</li>`)}
        </ul>
      </section>`;
