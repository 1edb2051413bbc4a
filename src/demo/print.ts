import { describeMissReason, formatAmount, formatCount, formatCoverage, formatShare } from '../entrypoints/format.ts';
import { renderTable, type Column } from '../entrypoints/cli/table.ts';
import type { Ui } from '../entrypoints/cli/ui.ts';
import type { Miss } from '../core/candidate.ts';
import type { RunReport } from '../core/run.ts';
import { sleep } from '../lib/lifecycle.ts';
import type { House } from '../operations/house.ts';
import type { BrokerStandIn } from './broker.ts';

export interface Addresses {
  readonly plex: string;
  readonly lastfm: string;
  readonly mqtt: string;
  readonly tracks: number;
}

export const printWelcome = (ui: Ui, { plex, lastfm, mqtt, tracks }: Addresses): void => {
  ui.note(
    `${ui.paint('strong', 'Harmoniq')}: the real service, against stand-ins on this machine. The music is invented; nothing leaves this computer.`,
  );
  ui.note(`  Plex     ${plex}  (${formatAmount(tracks, 'track')})`);
  ui.note(`  Last.fm  ${lastfm}`);
  ui.note(`  MQTT     ${mqtt}`);
  ui.note('');
};

interface Line {
  readonly place: number;
  readonly artist: string;
  readonly title: string;
  readonly album: string;
  readonly why: string;
}

const columns: readonly Column<Line>[] = [
  { head: '#', value: ({ place }) => String(place), right: true },
  { head: 'Artist', value: ({ artist }) => artist, flexible: true },
  { head: 'Title', value: ({ title }) => title, flexible: true },
  { head: 'Album', value: ({ album }) => album, flexible: true, tone: () => 'soft' },
  { head: 'Why', value: ({ why }) => why, flexible: true, tone: () => 'soft' },
];

/** The playlist with its tracks, its match rate and what is missing; a refresh that changed nothing is one line. */
export const printRun = (ui: Ui, house: House, report: RunReport): void => {
  const name = report.playlist?.title ?? house.recipes.find(({ id }) => id === report.recipeId)?.playlistName;
  const tone = report.result === 'succeeded' ? 'good' : report.result === 'partial' ? 'warn' : 'bad';
  const { added, removed, moved, tracks } = report.counts;
  ui.note(`${ui.paint('strong', name ?? report.recipeId)} · ${ui.paint(tone, report.result)} · ${report.message}`);
  if (added + removed + moved === 0) return ui.note('');
  const detail = house.library.getRunDetail(report.id);
  if (detail === undefined) return;
  const lines = detail.picks.map(({ match, reason }, index) => ({ ...match.track, place: index + 1, why: reason }));
  ui.show(lines, (rows) => renderTable(ui, rows, columns), house.config.timezone);
  const changed = `${formatCount(added)} added, ${formatCount(removed)} removed`;
  if (report.ownTracks === true) {
    ui.note(`${formatAmount(tracks, 'track')} · ${changed}`);
    for (const note of report.notes ?? []) ui.note(note);
  } else {
    const share = `${formatShare(report.matchRate)} of the candidates are in the library`;
    ui.note(`${formatAmount(tracks, 'track')} · ${share} · ${changed}`);
    printMissing(ui, detail.misses);
  }
  printCoverage(ui, house);
};

const shownMissing = 10;

const printMissing = (ui: Ui, misses: readonly Miss[]): void => {
  if (misses.length === 0) return ui.note('Nothing is missing.');
  ui.note(`${formatAmount(misses.length, 'track')} missing:`);
  for (const { candidate, reason } of misses.slice(0, shownMissing))
    ui.note(`  ${candidate.artist} - ${candidate.title}  ${ui.paint('soft', describeMissReason(reason))}`);
  if (misses.length > shownMissing) ui.note(`  and ${formatCount(misses.length - shownMissing)} more`);
};

const printCoverage = (ui: Ui, house: House): void => {
  for (const { section, mirrored, onServer } of house.library.getCoverage())
    ui.note(`Library "${section}": ${formatCoverage(mirrored, onServer)} tracks mirrored.`);
  ui.note('');
};

const settleMs = 3_000;

/** What Home Assistant would see: the entities that were announced on the broker. */
export const printEntities = async (
  ui: Ui,
  broker: BrokerStandIn,
  signal: AbortSignal,
  waitMs = settleMs,
): Promise<void> => {
  await sleep(waitMs, signal).catch(() => undefined);
  if (signal.aborted) return;
  const announced = [...broker.retained].find(([topic]) => /\/device\/[^/]+\/config$/.test(topic));
  if (announced === undefined) return;
  const { components } = JSON.parse(announced[1]) as {
    components: Record<string, { platform: string; name?: string; default_entity_id?: string }>;
  };
  const entities = Object.values(components);
  ui.note(`In Home Assistant, by MQTT: one device with ${formatAmount(entities.length, 'entity', 'entities')}`);
  for (const entity of entities)
    ui.note(`  ${entity.default_entity_id ?? entity.platform}  ${ui.paint('soft', entity.name ?? '')}`);
};
