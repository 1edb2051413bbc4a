import { startPlexServer, type PlexStandIn } from '../../../src/demo/plex/server.ts';
import { startFakeHome, type FakeHome } from '../../fakes/fake-home-assistant.ts';
import { startTestBroker, type TestBroker } from '../../fakes/mqtt-broker.ts';
import type { DayClock } from './clock.ts';
import { mode, people, type Outage } from './story.ts';

/** Plex, Home Assistant and the broker: all that the service talks to. */
export interface Outside {
  readonly plex: PlexStandIn;
  readonly home: FakeHome;
  /** The one that runs now: a broker that comes back has forgotten everything. */
  readonly broker: TestBroker;
  /** One that shall go in the middle of a write is there until then. */
  readonly isPlexThere: boolean;
  /** How often Plex went in the middle of a write. */
  readonly cuts: number;
  goAway(outage: Outage): Promise<void>;
  /** Resolves when it takes connections again; Home Assistant may still be starting, and says so. */
  comeBack(outage: Outage): Promise<void>;
  /** Home Assistant has restored its entities. */
  finishStarting(): void;
  /** The clock has leapt: those that have a clock follow. */
  turn(): void;
  close(): Promise<void>;
}

export const startOutside = async (clock: DayClock): Promise<Outside> => {
  const plex = await startPlexServer({ tracks: 1_800, seed: 11, nowMs: clock.now() });
  const home = await startFakeHome();
  let broker = await startTestBroker();
  const { port } = broker;
  const setBoth = (values: ReadonlyMap<string, string>): void => {
    for (const [entity, state] of values)
      home.setState(entity, state, { friendly_name: entity === mode ? 'House mode' : 'Home' }, clock.now());
  };
  setBoth(
    new Map([
      [mode, 'quiet'],
      [people, '2'],
    ]),
  );
  let restored = new Map<string, string>();

  let cuts = 0;
  let isPlexThere = true;
  let waitsForWrite: (() => void) | undefined;
  const letGoOfPlex = (): Promise<void> => {
    isPlexThere = false;
    plex.faults.clear();
    return plex.stop();
  };
  /** The connection of the nth write from now on is cut, and the server with it. */
  const cutAtWrite = (nth: number): void => {
    let writes = 0;
    const end = plex.onRequest(({ phase, method, path }) => {
      if (phase !== 'before' || method === 'GET' || !path.startsWith('/playlists')) return undefined;
      writes += 1;
      if (writes < nth) return undefined;
      end();
      waitsForWrite = undefined;
      cuts += 1;
      void letGoOfPlex();
      return 'abort';
    });
    waitsForWrite = end;
  };
  const startPlex = async (): Promise<void> => {
    if (waitsForWrite !== undefined) {
      // Nothing was written meanwhile, so it never went.
      waitsForWrite();
      waitsForWrite = undefined;
      return;
    }
    // Its first answers after a start.
    plex.faults.add({ kind: 'maintenance', times: 2 });
    await plex.start();
    isPlexThere = true;
  };

  return {
    plex,
    home,
    get broker() {
      return broker;
    },
    get isPlexThere() {
      return isPlexThere;
    },
    get cuts() {
      return cuts;
    },
    async goAway({ part, beforeWrite }) {
      if (part === 'plex') return beforeWrite === undefined ? letGoOfPlex() : cutAtWrite(beforeWrite);
      if (part === 'home') return home.stop();
      return broker.stop();
    },
    async comeBack({ part }) {
      if (part === 'plex') return startPlex();
      if (part === 'broker') {
        broker = await startTestBroker({ port });
        return;
      }
      restored = new Map([...home.entities].map(([entity, { state }]) => [entity, state]));
      home.script.config.state = 'STARTING';
      home.entities.delete(mode);
      home.entities.delete(people);
      home.setState(people, 'unavailable', {}, clock.now());
      await home.start();
    },
    finishStarting() {
      setBoth(restored);
      home.script.config.state = 'RUNNING';
    },
    turn() {
      plex.switches.clockOffsetMs = clock.now() - Date.now();
    },
    async close() {
      await Promise.all([plex.close(), home.stop(), broker.stop()]);
    },
  };
};
