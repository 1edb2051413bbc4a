import type { FlowAction, FlowSummary, TrackExplanation } from '../../operations/flow/flow-summary.ts';
import type { Banned } from '../../operations/flow/not-today.ts';
import { cleanText, describeStale, formatAmount, formatMoment } from '../format.ts';
import { renderTable } from './table.ts';
import type { Ui } from './ui.ts';

export const renderFlows = (ui: Ui, flows: readonly FlowSummary[], nowMs: number, zone: string): string =>
  flows.length === 0 ? 'No flow is configured.' : flows.map((flow) => renderFlow(ui, flow, nowMs, zone)).join('\n\n');

/** What plays now, why, what comes next, the dials, and the windows there are. */
export const renderFlow = (ui: Ui, flow: FlowSummary, nowMs: number, zone: string): string => {
  const facts: (readonly [string, string])[] = [
    ['Window', ui.paint('strong', describeWindow(flow))],
    ['Why', cleanText(flow.why)],
    ['Next', describeNext(flow, nowMs, zone)],
    ['Dials', describeDials(flow)],
    ...(flow.lastAction === undefined ? [] : [['Told', describeAction(flow.lastAction, nowMs, zone)] as const]),
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  return [
    `${ui.paint('strong', cleanText(flow.playlistName))}  ${describeState(ui, flow)}`,
    facts.map(([name, value]) => `  ${ui.paint('soft', name.padEnd(width))}  ${value}`).join('\n'),
    ...flow.notes.map((note) => ui.paint('soft', `  · ${cleanText(note)}`)),
    renderWindows(ui, flow),
  ].join('\n');
};

const describeWindow = ({ activeWindow, by, manual }: FlowSummary): string => {
  if (activeWindow === undefined) return by === 'paused' ? 'none (the home paused it)' : 'none';
  const name = cleanText(activeWindow);
  if (manual !== undefined) return `${name} (chosen by hand)`;
  return by === 'home' ? `${name} (the home asks for it)` : name;
};

const describeState = (ui: Ui, flow: FlowSummary): string => {
  const { enabled, stale, activeWindow } = flow;
  if (!enabled) return ui.paint('soft', 'off');
  if (stale) return ui.paint('warn', cleanText(describeStale(flow)));
  return activeWindow === undefined ? ui.paint('soft', 'left as it is') : ui.paint('good', 'up to date');
};

const describeNext = ({ nextChangeAtMs, nextWindow }: FlowSummary, nowMs: number, zone: string): string => {
  if (nextChangeAtMs === undefined) return 'never';
  const what = nextWindow === undefined ? 'then it is left as it is' : cleanText(nextWindow);
  return `${formatMoment(nextChangeAtMs, nowMs, zone)}: ${what}`;
};

const describeDials = ({ size, minutes, familiarityPercent, followsHome }: FlowSummary): string =>
  `${minutes === undefined ? formatAmount(size, 'track') : formatAmount(minutes, 'minute')} · ${familiarityPercent} % known · ${followsHome ? 'follows the home' : 'does not follow the home'}`;

const describeAction = ({ message, ok, doneAtMs }: FlowAction, nowMs: number, zone: string): string =>
  `${formatMoment(doneAtMs, nowMs, zone)}: ${ok ? '' : 'nothing was done. '}${cleanText(message)}`;

const renderWindows = (ui: Ui, { windows, activeWindow }: FlowSummary): string =>
  renderTable(ui, windows, [
    { head: '', value: ({ name }) => (name === activeWindow ? '›' : '') },
    {
      head: 'Window',
      value: ({ name }) => name,
      flexible: true,
      tone: ({ name }) => (name === activeWindow ? 'good' : undefined),
    },
    { head: 'When', value: ({ when }) => when, flexible: true },
    { head: 'Plays', value: ({ theme }) => theme, flexible: true },
  ]);

/** What became of another draw: there is none where no window counts. */
export const renderRefreshed = (ui: Ui, flow: FlowSummary): string => {
  const name = cleanText(flow.playlistName);
  const window = cleanText(flow.activeWindow ?? '');
  return flow.stale
    ? ui.paint('warn', `${name} gets another list for ${window}, which is still to be made; ${describeRuns(flow)}`)
    : ui.paint('good', `${name} has another list for ${window}.`);
};

const describeRuns = ({ recipeId }: FlowSummary): string => `"harmoniq runs ${recipeId}" tells how it goes.`;

/** What became of a wish, in a sentence or two. */
export const renderFollowed = (ui: Ui, flow: FlowSummary): string => {
  const name = cleanText(flow.playlistName);
  const window = flow.activeWindow === undefined ? undefined : cleanText(flow.activeWindow);
  const outcome =
    window === undefined
      ? ui.paint('warn', `${name} is left as it is.`)
      : flow.stale
        ? ui.paint(
            'warn',
            `${name} shall play ${window}, but does not yet; "harmoniq runs ${flow.recipeId}" tells why.`,
          )
        : ui.paint('good', `${name} plays ${window} now.`);
  return `${outcome}\n${cleanText(flow.why)}`;
};

/** What became of a wish about a track: which one was meant, and whether the list follows it already. */
export const renderBent = (ui: Ui, flow: FlowSummary): string => {
  const said = flow.lastAction === undefined ? [] : [cleanText(flow.lastAction.message)];
  return [...said, renderFollowed(ui, flow)].join('\n');
};

export const renderBanned = ({ lastAction }: Banned): string => cleanText(lastAction.message);

export const renderExplanation = (ui: Ui, { track, window, listed, reasons }: TrackExplanation): string => {
  const song = ui.paint('strong', cleanText(`${track.artist} - ${track.title}`));
  const verdict = listed ? ui.paint('good', 'is in the list') : ui.paint('warn', 'is not in the list');
  const where = window === undefined ? 'no window counts now' : `looked at for ${cleanText(window)}`;
  return [`${song} ${verdict} (${where}).`, ...reasons.map((reason) => `  ${cleanText(reason)}`)].join('\n');
};
