import { html } from 'hono/html';
import type { FlowSummary } from '../../operations/flow/flow-summary.ts';
import { capitalise, describeStale } from '../format.ts';
import type { Html, PageContext } from './page-context.ts';
import { renderChoices, renderDials, renderLastAction, renderWishes } from './page-flow-controls.ts';

/** What each flow plays now, why, what comes next, the windows to choose from, wishes and dials. Nothing where there is no flow. */
export const renderFlows = (context: PageContext): Html => {
  const flows = context.data.flows.filter(({ enabled }) => enabled);
  if (flows.length === 0) return html``;
  return html`<section aria-label="Flow">
    <h2>Flow</h2>
    <div class="cards wide">${flows.map((flow) => renderFlow(context, flow))}</div>
  </section>`;
};

const renderFlow = (context: PageContext, flow: FlowSummary): Html =>
  html`<article class="card flow">
    <div class="card-head">
      ${renderCover(flow)}
      <div class="facts">
        <h3>${flow.playlistName}</h3>
        <p class="now">
          <span class="title">${flow.activeWindow ?? 'No window'}</span>
          <span class="artist">${renderTheme(flow)}</span>
        </p>
      </div>
    </div>
    <p class="note">${flow.why}</p>
    ${renderOutcome(context, flow)} ${renderChoices(flow)} ${renderWishes(flow)} ${renderLastAction(context, flow)}
    ${renderDials(flow)}
    ${
      flow.notes.length === 0
        ? ''
        : html`<ul class="notes">
            ${flow.notes.map((note) => html`<li>${note}</li>`)}
          </ul>`
    }
    ${renderWindows(flow)}
  </article>`;

/** Ids are slugs and keys are hashes: no free text stands in the address. */
const renderCover = ({ recipeId, coverKey }: FlowSummary): Html =>
  coverKey === undefined
    ? html``
    : html`<img
        class="cover"
        src="api/cover/${encodeURIComponent(recipeId)}?key=${encodeURIComponent(coverKey)}"
        width="64"
        height="64"
        alt=""
      />`;

const renderTheme = ({ windows, activeWindow }: FlowSummary): string =>
  windows.find(({ name }) => name === activeWindow)?.theme ?? 'the playlist is left as it is';

const renderOutcome = ({ moment }: PageContext, flow: FlowSummary): Html => {
  const next =
    flow.nextChangeAtMs === undefined
      ? html`no change is planned`
      : html`next change ${moment(flow.nextChangeAtMs)}: ${flow.nextWindow ?? 'left as it is'}`;
  if (flow.activeWindow === undefined) return html`<p class="outcome">Nothing is changed now; ${next}</p>`;
  if (!flow.stale) return html`<p class="outcome good">Up to date; ${next}</p>`;
  return html`<p class="outcome warn">${capitalise(describeStale(flow))}; ${next}</p>`;
};

const renderWindows = (flow: FlowSummary): Html =>
  html`<details id="windows-${flow.recipeId}">
    <summary>Windows</summary>
    <ul class="windows">
      ${flow.windows.map(
        ({ name, when, theme }) =>
          html`<li ${name === flow.activeWindow ? html`aria-current="time"` : ''}>
            <span class="title">${name}</span> <span class="artist">${when}</span> <span class="why">${theme}</span>
          </li>`,
      )}
    </ul>
  </details>`;
