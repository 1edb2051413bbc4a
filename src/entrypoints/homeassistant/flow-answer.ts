import type { Recipe } from '../../core/recipe.ts';
import type { FlowSummary, NamedTrack } from '../../operations/flow/flow-summary.ts';
import type { Entity } from './entity.ts';
import { showFlow, type Naming } from './flow-parts.ts';
import { toLine, toTimestamp } from './text.ts';

/** Shown until somebody asks something of the flow. */
const noAction = 'none';

/** What the flow was told last and what came of it: the answer to a button that has none of its own. */
export const listFlowAnswer = ({ id }: Recipe, { name, objectId }: Naming): readonly Entity[] => [
  {
    key: `${id}_last_action`,
    platform: 'sensor',
    name: name('Last action'),
    objectId: objectId('last_action'),
    icon: 'mdi:gesture-tap-button',
    render: showFlow(id, (flow, { status }) => ({
      state: flow.lastAction === undefined ? noAction : toLine(flow.lastAction.message) || null,
      attributes: describeAction(flow, status.schedule.timezone),
    })),
  },
];

/** What somebody asked last and what came of it; and which track a button would be about now. */
const describeAction = (
  { lastAction, nowPlaying }: FlowSummary,
  timezone: string,
): Readonly<Record<string, unknown>> => ({
  command: lastAction?.command ?? null,
  ok: lastAction?.ok ?? null,
  at: toTimestamp(lastAction?.doneAtMs, timezone),
  track: describeTrack(lastAction?.track),
  player: lastAction?.player === undefined ? null : toLine(lastAction.player),
  now_playing: describeTrack(nowPlaying),
  now_playing_on: nowPlaying?.player === undefined ? null : toLine(nowPlaying.player),
});

const describeTrack = (track: Pick<NamedTrack, 'artist' | 'title'> | undefined): string | null =>
  track === undefined ? null : toLine(`${track.artist} – ${track.title}`);
