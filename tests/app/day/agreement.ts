import { DateTime } from 'luxon';
import { createTopics } from '../../../src/entrypoints/homeassistant/topics.ts';
import type { FlowSummary } from '../../../src/operations/flow/flow-summary.ts';
import { dayZone } from './clock.ts';
import type { Outside } from './outside.ts';
import type { DayService } from './service.ts';
import type { Expected } from './story.ts';

export interface Scene {
  readonly outside: Outside;
  readonly service: DayService;
}

/** Which of them can be reached at this moment. */
export interface Reachable {
  readonly home: boolean;
  readonly broker: boolean;
  readonly plex: boolean;
}

/** What still speaks against it that all are of one mind; undefined = nothing. */
export const findDisagreement = async (
  scene: Scene,
  expected: Expected,
  reachable: Reachable,
): Promise<string | undefined> => {
  const flow = await scene.service.readFlow();
  if (reachable.home && !scene.service.hears) return 'Home Assistant is not heard';
  const { activeWindow, by } = flow;
  if (activeWindow !== expected.window || by !== expected.by)
    return `the flow plays ${activeWindow} by ${by} instead of ${expected.window} by ${expected.by}: ${flow.why}`;
  if (!scene.service.isIdle) return 'something is under way';
  if (reachable.plex && scene.service.isHalfWritten) return 'the playlist is half written';
  const list = reachable.plex ? disagreeOnList(flow) : undefined;
  if (list !== undefined) return list;
  const entities = reachable.broker ? disagreeOnEntities(scene, flow, expected) : undefined;
  if (entities !== undefined) return entities;
  return reachable.home && reachable.plex ? disagreeOnNews(scene, flow) : undefined;
};

const disagreeOnList = (flow: FlowSummary): string | undefined => {
  if (flow.stale) return `the playlist for ${flow.activeWindow} is not made`;
  const isOther = flow.activeWindow !== undefined && flow.publishedWindow !== flow.activeWindow;
  return isOther ? `the playlist is of ${flow.publishedWindow}` : undefined;
};

const disagreeOnEntities = (
  { outside, service }: Scene,
  flow: FlowSummary,
  { option }: Expected,
): string | undefined => {
  const topics = createTopics(service.config);
  const last = (topic: string) => outside.broker.messages.findLast((message) => message.topic === topic);
  const announced = last(topics.discovery);
  if (announced?.retain !== true || !announced.payload.includes('flow_window')) return 'the device is not announced';
  if (last(topics.availability)?.payload !== 'online') return 'the device is not online';
  const nextChange =
    flow.nextChangeAtMs === undefined
      ? null
      : DateTime.fromMillis(flow.nextChangeAtMs, { zone: dayZone }).toISO({ suppressMilliseconds: true });
  const shown: Readonly<Record<string, unknown>> = {
    flow_window: option,
    active_window: flow.activeWindow ?? 'none',
    next_change: nextChange,
    why: flow.why,
    follow_home: flow.followsHome ? 'ON' : 'OFF',
  };
  for (const [key, state] of Object.entries(shown)) {
    const message = last(topics.state(`${flow.recipeId}_${key}`));
    const { state: told } = JSON.parse(message?.payload ?? '{}') as { readonly state?: unknown };
    if (message?.retain !== true || told !== state) return `${key} shows ${String(told)} instead of ${String(state)}`;
  }
  return undefined;
};

/** Home Assistant has been told of the list as it stands. */
const disagreeOnNews = ({ outside }: Scene, { publishedWindow, recipeId }: FlowSummary): string | undefined => {
  if (publishedWindow === undefined) return undefined;
  const last = outside.home.fired.findLast(
    ({ event, data }) => event === 'harmoniq_playlist_updated' && data.recipe === recipeId,
  );
  return last?.data.window === publishedWindow
    ? undefined
    : `Home Assistant knows of the list of ${String(last?.data.window)} instead of ${publishedWindow}`;
};
