import type { SyncReport } from '../../library/library.ts';
import { cleanText, formatAmount, formatCount, formatCoverage, formatDuration } from '../format.ts';
import type { Ui } from './ui.ts';

/** What a sync did, with the proof of coverage. */
export const renderSync = (ui: Ui, report: SyncReport): string => {
  const { added, changed, removed, relinked, heldBack } = report;
  const figures = [
    `+${formatCount(added)} ~${formatCount(changed)} −${formatCount(removed)}`,
    ...(relinked > 0 ? [`${formatAmount(relinked, 'track')} came back under a new id`] : []),
    ...(heldBack > 0 ? [`${formatAmount(heldBack, 'removal')} held back`] : []),
  ].join(' · ');
  const head = `${report.kind === 'full' ? 'Full' : 'Incremental'} sync in ${formatDuration(report.endedAtMs - report.startedAtMs)}`;
  return [
    `${ui.paint('strong', head)}  ${figures}`,
    ...report.coverage.map(
      ({ section, mirrored, onServer }) =>
        `  ${cleanText(section)}: ${ui.paint(mirrored === onServer ? 'good' : 'warn', formatCoverage(mirrored, onServer))} tracks`,
    ),
    ...report.warnings.map((warning) => `  ${ui.paint('warn', cleanText(warning))}`),
    ...(heldBack > 0 ? ['  If that is right, say: harmoniq sync --allow-mass-deletion'] : []),
  ].join('\n');
};
