import { createTopics } from '../../../src/entrypoints/homeassistant/topics.ts';
import { settle } from '../../entrypoints/homeassistant/websocket/home-scene.ts';
import type { Scene } from './agreement.ts';
import { listsOf } from './book.ts';
import type { DayClock } from './clock.ts';
import { isAway, mode, people, type Act, type Outage } from './story.ts';
import { until } from './until.ts';

export interface Happening extends Scene {
  readonly clock: DayClock;
  readonly outages: readonly Outage[];
}

const complaints = {
  home: 'Home Assistant is not heard, trying again',
  broker: 'MQTT is not available, trying again',
  plex: 'The media server cannot be used',
} as const;

export const takeAway = async ({ outside, service }: Happening, outage: Outage): Promise<void> => {
  const { part, beforeWrite } = outage;
  if (part === 'service') return service.stop();
  const noticed = (): number => service.lines.filter(({ msg }) => msg === complaints[part]).length;
  const before = noticed();
  await outside.goAway(outage);
  if (!service.isRunning || beforeWrite !== undefined) return;
  // Minutes pass at once here; who is away for minutes is missed.
  await until(`${part} is missed`, async () => (noticed() > before ? undefined : 'nobody noticed'));
};

export const bringBack = async ({ outside, service }: Happening, outage: Outage): Promise<void> => {
  if (outage.part === 'service') return service.start();
  await outside.comeBack(outage);
  if (outage.part !== 'home') return;
  const before = service.isRunning ? await service.readFlow() : undefined;
  // Long enough to be heard, and to be misunderstood.
  await settle();
  if (before !== undefined && (await service.readFlow()).activeWindow !== before.activeWindow)
    throw new Error('The window changed while Home Assistant was starting.');
  outside.finishStarting();
};

/** What people do by hand goes the way that is open: MQTT, or Home Assistant's bus. */
export const perform = async (day: Happening, act: Act): Promise<void> => {
  const { outside, service, clock } = day;
  if ('mode' in act) return outside.home.setState(mode, act.mode, undefined, clock.now());
  if ('people' in act) return outside.home.setState(people, String(act.people), undefined, clock.now());
  const { recipeId } = await service.readFlow();
  const topics = createTopics(service.config);
  const send = async (key: string, payload: string, command: string, data: object): Promise<void> => {
    if (isAway('broker', act.at, day.outages)) outside.home.fire('harmoniq_command', { command, ...data });
    else await outside.broker.publish(topics.command(`${recipeId}_${key}`), payload);
  };
  if ('choose' in act) return send('flow_window', act.choose, 'choose-window', { window: act.choose });
  if ('follow' in act) return send('follow_home', act.follow ? 'ON' : 'OFF', 'set-flow', { followsHome: act.follow });
  const readTracks = (): string | undefined => listsOf(outside)[0]?.trackIds.join();
  const before = readTracks();
  await send('refresh_flow', 'PRESS', 'refresh-flow', {});
  await until('another draw', async () => (readTracks() === before ? 'none yet' : undefined));
};
