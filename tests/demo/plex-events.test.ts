import { afterEach, describe, expect, test } from '@jest/globals';
import { usePlex } from './plex-kit.ts';

const kit = usePlex({ tracks: 40 });

interface Entry {
  readonly itemID: unknown;
  readonly state: number;
  readonly type: number;
}
type Message = { readonly NotificationContainer: { readonly type: string; readonly TimelineEntry?: readonly Entry[] } };

afterEach(() => {
  kit.plex.events.drop();
  kit.plex.switches.eventIdsAsNumbers = false;
});

/** Reads server-sent events until so many messages came. */
async function listen(count: number, during: () => void, filters = ''): Promise<readonly Message[]> {
  const answer = await kit.send('GET', `/:/eventsource/notifications${filters}`, { accept: 'text/event-stream' });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const messages: Message[] = [];
  let text = '';
  let started = false;
  for await (const part of answer.body ?? []) {
    if (!started) during();
    started = true;
    text += Buffer.from(part as Uint8Array).toString();
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks)
      if (!block.startsWith('event: ping')) messages.push(JSON.parse(block.split('data: ')[1] ?? '') as Message);
    if (messages.length >= count) break;
  }
  return messages;
}

const add = (): void => void kit.plex.mutate.addTrack({ artist: 'E', album: 'E', title: 'E' });

describe('server-sent events', () => {
  test('a new track comes as a burst of states from 0 to 5', async () => {
    const messages = await listen(6, add);
    expect(messages.map((message) => message.NotificationContainer.TimelineEntry?.[0]?.state)).toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
    expect(typeof messages[0]?.NotificationContainer.TimelineEntry?.[0]?.itemID).toBe('string');
  });

  test('ids come as numbers from other servers', async () => {
    kit.plex.switches.eventIdsAsNumbers = true;
    const [message] = await listen(1, add);
    expect(typeof message?.NotificationContainer.TimelineEntry?.[0]?.itemID).toBe('number');
  });

  test('a deletion is state 9, of type -1', async () => {
    const [id] = kit.plex.mutate.trackIds();
    const [message] = await listen(1, () => kit.plex.mutate.removeTrack(id as string));
    expect(message?.NotificationContainer.TimelineEntry?.[0]).toMatchObject({ itemID: id, state: 9, type: -1 });
  });

  test('ratings, plays and silent changes send nothing; a session does, and filters choose', async () => {
    const [id] = kit.plex.mutate.trackIds() as [string];
    const messages = await listen(
      1,
      () => {
        kit.plex.mutate.rateTrack(id, 4);
        kit.plex.mutate.playTrack(id);
        kit.plex.mutate.renameSilently(id, 'Hush');
        add();
        kit.plex.mutate.startSession(id);
      },
      '?filters=playing',
    );
    expect(messages.map((message) => message.NotificationContainer.type)).toEqual(['playing']);
  });

  test('are refused without a token', async () => {
    expect((await fetch(`${kit.plex.url}/:/eventsource/notifications`)).status).toBe(401);
  });
});

describe('the WebSocket', () => {
  const open = (token: string): WebSocket =>
    new WebSocket(`${kit.plex.url.replace('http', 'ws')}/:/websockets/notifications?X-Plex-Token=${token}`);

  test('carries the same messages, and ends when the server drops it', async () => {
    const socket = open(kit.plex.token);
    const first = new Promise<Message>((resolve) => {
      socket.addEventListener('message', (event) => resolve(JSON.parse(String(event.data)) as Message), { once: true });
    });
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
    add();
    expect((await first).NotificationContainer.type).toBe('timeline');
    const closed = new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
    kit.plex.events.drop();
    await closed;
    expect(kit.plex.events.listeners).toBe(0);
  });

  test('closes politely when the client does', async () => {
    const socket = open(kit.plex.token);
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
    const closed = new Promise<boolean>((resolve) =>
      socket.addEventListener('close', (event) => resolve(event.wasClean), { once: true }),
    );
    socket.close();
    expect(await closed).toBe(true);
  });

  test('is refused without a token', async () => {
    const socket = open('wrong');
    const failed = await new Promise((resolve) => {
      socket.addEventListener('error', () => resolve(true), { once: true });
      socket.addEventListener('open', () => resolve(false), { once: true });
    });
    expect(failed).toBe(true);
  });
});
