import { html } from 'hono/html';
import type { RunReport } from '../../core/run.ts';
import { describeMissReason, formatAmount, formatCount, formatShare } from '../format.ts';
import type { Html, PageContext } from './page-context.ts';

/** What the recipes wanted most and the library lacks. */
export const renderMissing = ({ data }: PageContext): Html => {
  const { total, tracks } = data.missing;
  if (total === 0)
    return html`<section>
      <h2>Missing</h2>
      <p class="empty">Nothing is missing.</p>
    </section>`;
  return html`<section>
    <h2>Missing <small>${formatCount(total)}</small></h2>
    <ul class="rows">
      ${tracks.map(
        (track) =>
          html`<li>
            <div>
              <span class="title">${track.title}</span> <span class="artist">${track.artist}</span>
              <span class="why">${describeMissReason(track.reason)}${nearest(track.nearest)}</span>
            </div>
            <span class="badge" title="times missed">${formatCount(track.timesMissed)}×</span>
          </li>`,
      )}
    </ul>
    ${
      total > tracks.length
        ? html`<p class="note">and ${formatCount(total - tracks.length)} more in missing_tracks.csv</p>`
        : ''
    }
  </section>`;
};

const nearest = (track: PageContext['data']['missing']['tracks'][number]['nearest']): string =>
  track === undefined ? '' : ` · nearest: ${track.artist} – ${track.title}`;

/** What happened lately. */
export const renderRuns = (context: PageContext): Html => {
  const { runs, status } = context.data;
  const names = new Map(status.recipes.map((recipe) => [recipe.id, recipe.playlistName]));
  return html`<section>
    <h2>Recent runs</h2>
    ${
      runs.length === 0
        ? html`<p class="empty">Nothing has run yet.</p>`
        : html`<ul class="rows">
            ${runs.map((run) => renderRun(context, run, names.get(run.recipeId) ?? run.recipeId))}
          </ul>`
    }
  </section>`;
};

const renderRun = ({ moment }: PageContext, run: RunReport, name: string): Html =>
  html`<li>
    <div>
      <span class="title">${name}</span> <span class="artist">${moment(run.startedAtMs)}</span>
      <span class="why"
        >${
          run.result === 'failed'
            ? run.message
            : `${formatAmount(run.counts.tracks, 'track')}${run.ownTracks === true ? '' : `, ${formatShare(run.matchRate)} matched`}, +${formatCount(run.counts.added)} −${formatCount(run.counts.removed)}`
        }</span
      >
    </div>
    <span class="badge ${run.dryRun ? '' : run.result}">${run.dryRun ? 'preview' : run.result}</span>
  </li>`;
