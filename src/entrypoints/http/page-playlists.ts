import { html } from 'hono/html';
import type { RunReport, TrackLine } from '../../core/run.ts';
import type { RecipeSummary } from '../../operations/list-recipes.ts';
import type { PlaylistSummary } from '../../operations/list-playlists.ts';
import { formatAmount, formatShare } from '../format.ts';
import { renderBar, type Html, type PageContext } from './page-context.ts';

/** One card per recipe, then the playlists whose recipe is gone. */
export const renderPlaylists = (context: PageContext): Html => {
  const { status, playlists } = context.data;
  const byRecipe = new Map(playlists.map((playlist) => [playlist.recipeId, playlist]));
  const known = new Set(status.recipes.map((recipe) => recipe.id));
  const left = playlists.filter((playlist) => !known.has(playlist.recipeId));
  return html`<section aria-label="Playlists">
    <h2>Playlists</h2>
    <div class="cards">
      ${status.recipes.map((recipe) => renderCard(context, recipe, byRecipe.get(recipe.id)))}
      ${left.map((playlist) => renderOrphan(context, playlist))}
      ${status.recipes.length + left.length === 0 ? html`<p class="empty">No recipe is configured yet.</p>` : ''}
    </div>
  </section>`;
};

const renderCard = (context: PageContext, recipe: RecipeSummary, playlist: PlaylistSummary | undefined): Html => {
  const { running } = context.data.status;
  return html`<article class="card ${recipe.enabled ? '' : 'off'}">
    <div class="card-head">
      <div>
        <h3>${playlist?.title ?? recipe.playlistName}</h3>
        <p class="note">${renderContent(context, recipe, playlist)}</p>
      </div>
      ${
        recipe.enabled
          ? html`<button
              type="button"
              data-operation="run-recipe"
              data-recipe="${recipe.id}"
              data-done="${recipe.playlistName} is fresh"
              ${running ? 'disabled' : ''}
            >
              ${recipe.running ? 'Working…' : 'Regenerate'}
            </button>`
          : ''
      }
    </div>
    ${renderRate(recipe.lastRun)} ${renderOutcome(context, recipe)} ${renderTracks(recipe.id, playlist?.tracks ?? [])}
  </article>`;
};

const renderContent = ({ moment }: PageContext, recipe: RecipeSummary, playlist: PlaylistSummary | undefined): Html =>
  playlist === undefined
    ? html`${recipe.enabled ? 'Not made yet' : 'Off'} · ${recipe.kind}`
    : html`${formatAmount(playlist.tracks.length, 'track')} · refreshed ${moment(playlist.publishedAtMs)}`;

const renderOrphan = ({ moment }: PageContext, playlist: PlaylistSummary): Html =>
  html`<article class="card off">
    <h3>${playlist.title}</h3>
    <p class="note">
      ${formatAmount(playlist.tracks.length, 'track')} · refreshed ${moment(playlist.publishedAtMs)} · its recipe is no
      longer configured
    </p>
    ${renderTracks(playlist.recipeId, playlist.tracks)}
  </article>`;

const renderRate = (run: RunReport | undefined): Html =>
  run === undefined || run.counts.candidates === 0 || run.ownTracks === true
    ? html``
    : html`<div class="rate">
        ${renderBar(run.matchRate, 'match rate')}
        <span>${formatShare(run.matchRate)} matched</span>
      </div>`;

const renderOutcome = ({ moment }: PageContext, recipe: RecipeSummary): Html => {
  if (recipe.disabledReason !== undefined) return html`<p class="outcome warn">${recipe.disabledReason}</p>`;
  const run = recipe.lastRun;
  if (run === undefined) return html``;
  const tone = run.result === 'succeeded' ? 'good' : run.result === 'failed' ? 'bad' : 'warn';
  return html`<p class="outcome ${tone}">${moment(run.endedAtMs)}: ${run.message}</p>`;
};

const renderTracks = (id: string, tracks: readonly TrackLine[]): Html =>
  tracks.length === 0
    ? html``
    : html`<details id="tracks-${id}">
        <summary>Tracks</summary>
        <ol>
          ${tracks.map(
            (track) =>
              html`<li>
                <span class="title">${track.title}</span> <span class="artist">${track.artist}</span>
                <span class="why">${track.why}</span>
              </li>`,
          )}
        </ol>
      </details>`;
