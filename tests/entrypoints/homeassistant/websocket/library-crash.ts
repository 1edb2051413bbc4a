/**
 * A process that listens to Home Assistant: `node library-crash.ts library|link http://…`. `library` uses the package as its documentation shows, `link` is
 * Harmoniq's way. Prints a line when it listens and ends when it is told to; a rejection that nobody handles ends it sooner, with code 1.
 */
import { createConnection, createLongLivedTokenAuth } from 'home-assistant-js-websocket';
import { makeRule } from '../../../core/flow/make-home.ts';
import { homeToken } from '../../../fakes/fake-home-assistant.ts';
import { createScene, start, until } from './home-scene.ts';

const [, , kind, url = ''] = process.argv;
const mode = 'input_select.house_mode';
if (kind === 'library') {
  const connection = await createConnection({ auth: createLongLivedTokenAuth(url, homeToken) });
  await connection.subscribeMessage(() => undefined, { type: 'subscribe_entities', entity_ids: [mode] });
} else {
  const scene = createScene(url, { rules: [makeRule([{ entity: mode, is: ['party'] }], { window: 'Party' })] });
  await start(scene);
  await until('the link', () => scene.house.home.connected === true);
}
process.stdout.write('listening\n');
process.once('SIGTERM', () => process.exit(0));
