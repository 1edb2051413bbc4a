// Publishes one playlist in a process that may be killed at any moment: node publish-child.ts URL TOKEN JOURNAL REQUEST
import { flushCompileCache } from 'node:module';
import type { PublishRequest } from '../../../src/servers/server.ts';
import { createFileJournal } from '../../fakes/file-journal.ts';
import { connect, never } from './bench.ts';

// Whoever is killed has no time for it.
flushCompileCache();
const [url = '', token = '', file = '', request = '{}'] = process.argv.slice(2);
await connect(url, token).playlists.publish(JSON.parse(request) as PublishRequest, createFileJournal(file), never());
