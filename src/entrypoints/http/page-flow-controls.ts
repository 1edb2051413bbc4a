import { html } from 'hono/html';
import { autoWindow } from '../../operations/flow/choose-window.ts';
import type { FlowSummary } from '../../operations/flow/flow-summary.ts';
import type { Html, PageContext } from './page-context.ts';

/** Which window shall play. A choice is stored at once; the conductor makes the playlist. An empty name stands for the automatic choice. */
export const renderChoices = (flow: FlowSummary): Html => {
  const choice = (name: string, words: string, chosen: boolean): Html =>
    html`<button
      type="button"
      data-operation="choose-window"
      data-recipe="${flow.recipeId}"
      data-apply="false"
      data-window="${name}"
      data-done="${name === '' ? `${flow.playlistName} follows the clock` : `${flow.playlistName} turns to ${name}`}"
      aria-pressed="${chosen ? 'true' : 'false'}"
    >
      ${words}
    </button>`;
  return html`<div class="choices" role="group" aria-label="Window of ${flow.playlistName}">
    ${choice('', autoWindow, flow.manual === undefined)}
    ${flow.windowNames.map((name) => choice(name, name, flow.manual === name))}
  </div>`;
};

/** What is done to the list as it plays. Wishes are noted down at once, also while something runs; the conductor makes the playlist. */
export const renderWishes = (flow: FlowSummary): Html => {
  const about = `about-${flow.recipeId}`;
  return html`<div class="wishes" role="group" aria-label="Wishes for ${flow.playlistName}">
      ${renderWish(flow, 'refresh-flow', 'Refresh', 'Another list was asked for')}
      ${renderWish(flow, 'undo', 'Undo', 'The list from before is back')}
      ${renderWish(flow, 'more-like-this', 'More like this', 'More like this from now on', about)}
      ${renderWish(flow, 'not-today', 'Not today', 'Not before tomorrow', about)}
    </div>
    <p class="note" id="${about}">${describePlaying(flow)}</p>`;
};

const renderWish = (
  flow: FlowSummary,
  operation: 'refresh-flow' | 'undo' | 'more-like-this' | 'not-today',
  words: string,
  done: string,
  about?: string,
): Html => {
  const needsWindow = operation === 'refresh-flow' || operation === 'more-like-this';
  return html`<button
    type="button"
    data-operation="${operation}"
    data-recipe="${flow.recipeId}"
    ${operation === 'undo' ? '' : html`data-apply="false"`}
    data-done="${done}"
    ${about === undefined ? '' : html`aria-describedby="${about}"`}
    ${needsWindow && flow.activeWindow === undefined ? 'disabled' : ''}
  >
    ${words}
  </button>`;
};

const describePlaying = ({ nowPlaying }: FlowSummary): string => {
  if (nowPlaying === undefined) return 'The last two are about the track that plays in Plex.';
  const where = nowPlaying.player === undefined ? '' : ` on ${nowPlaying.player}`;
  return `Now playing${where}: ${nowPlaying.artist} – ${nowPlaying.title}`;
};

/** What somebody asked last and what came of it. */
export const renderLastAction = ({ moment }: PageContext, { lastAction }: FlowSummary): Html =>
  lastAction === undefined
    ? html``
    : html`<p class="outcome ${lastAction.ok ? '' : 'bad'}">${moment(lastAction.doneAtMs)}: ${lastAction.message}</p>`;

/** What a browser keeps of a form is older than what holds: it shall not fill these in. */
export const renderDials = (flow: FlowSummary): Html => {
  const { recipeId, playlistName, size, minutes, familiarityPercent, followsHome } = flow;
  return html`<div class="dials" role="group" aria-label="Dials of ${playlistName}">
    <label class="dial" for="size-${recipeId}"
      ><span>Size</span
      ><span class="figure-input"
        ><input
          id="size-${recipeId}"
          type="number"
          inputmode="numeric"
          min="1"
          max="1000"
          step="1"
          required
          value="${size}"
          autocomplete="off"
          data-dial="size"
          data-recipe="${recipeId}"
        />
        tracks${minutes === undefined ? '' : `, now ${minutes} min`}</span
      ></label
    >
    <label class="dial" for="familiarity-${recipeId}"
      ><span>New ↔ familiar <output for="familiarity-${recipeId}">${familiarityPercent} %</output></span
      ><input
        id="familiarity-${recipeId}"
        type="range"
        min="0"
        max="100"
        step="1"
        value="${familiarityPercent}"
        autocomplete="off"
        data-dial="familiarityPercent"
        data-recipe="${recipeId}"
      /><span class="ends" aria-hidden="true"><span>new first</span><span>known first</span></span></label
    >
    <label class="switch" for="home-${recipeId}"
      ><input
        id="home-${recipeId}"
        type="checkbox"
        role="switch"
        autocomplete="off"
        data-dial="followsHome"
        data-recipe="${recipeId}"
        ${followsHome ? 'checked' : ''}
      /><span class="track"></span>Follow the home</label
    >
  </div>`;
};
