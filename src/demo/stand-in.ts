import { parseArgs } from 'node:util';
import { startLastfm } from './lastfm.ts';
import { startPlexServer } from './plex/server.ts';
import { startPlexTv } from './plex/plex-tv.ts';

/**
 * The stand-ins in a process of their own: `node src/demo/stand-in.ts --tracks 100000 --seed 1 [--port 0]`. Prints one line of JSON with the
 * addresses, and ends on SIGTERM or when its standard input closes.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      tracks: { type: 'string', default: '3200' },
      seed: { type: 'string', default: '1' },
      port: { type: 'string', default: '0' },
      token: { type: 'string' },
    },
  });
  const seed = Number(values.seed);
  const plex = await startPlexServer({
    tracks: Number(values.tracks),
    seed,
    port: Number(values.port),
    ...(values.token === undefined ? {} : { token: values.token }),
  });
  const lastfm = await startLastfm({ music: plex.music, seed });
  const { machineIdentifier } = plex;
  const plexTv = await startPlexTv({
    servers: [{ name: 'Attic', machineIdentifier, url: plex.url, accessToken: plex.token }],
  });
  const facts = {
    pid: process.pid,
    plexUrl: plex.url,
    plexToken: plex.token,
    machineIdentifier,
    lastfmUrl: lastfm.url,
    lastfmKey: lastfm.key,
    lastfmUser: 'demo',
    plexTvUrl: plexTv.url,
    tracks: plex.music.trackCount,
  };
  process.stdout.write(`${JSON.stringify(facts)}\n`);

  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    void Promise.all([plex.close(), lastfm.close(), plexTv.close()]).then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.stdin.once('end', end).once('close', end).resume();
}

await main();
