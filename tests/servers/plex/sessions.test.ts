import { describe, expect, test } from '@jest/globals';
import { connect, never } from './bench.ts';
import { withOddServer, type OddAnswer } from './odd-server.ts';

const read = async (answer: OddAnswer): Promise<unknown> => {
  let sessions: unknown;
  await withOddServer(
    () => answer,
    async (server) => {
      sessions = await connect(server.url, 't').listSessions(never());
    },
  );
  return sessions;
};
const list = (...rows: readonly unknown[]): OddAnswer => ({ body: { MediaContainer: { Metadata: rows } } });

describe('sessions', () => {
  test('are read whatever form their facts have', async () => {
    const sessions = await read(
      list(
        {
          type: 'track',
          ratingKey: 12,
          sessionKey: 4,
          viewOffset: '61000',
          Player: [{ title: 'Kitchen', state: 'paused' }],
          User: { id: '1', title: 'ada' },
        },
        { type: 'track', ratingKey: '13', Session: { id: 'abc' }, Player: { product: 'Plexamp', state: 'weird' } },
      ),
    );
    expect(sessions).toEqual([
      { sessionId: '4', trackId: '12', state: 'paused', positionMs: 61_000, player: 'Kitchen', user: 'ada' },
      { sessionId: 'abc', trackId: '13', state: 'playing', positionMs: 0, player: 'Plexamp', user: undefined },
    ]);
  });

  test('of films, and rows that do not say what plays or where, are left out', async () => {
    const sessions = await read(
      list(
        { type: 'movie', ratingKey: '1', sessionKey: '1' },
        { type: 'track', sessionKey: '2' },
        { type: 'track', ratingKey: '3' },
        7,
      ),
    );
    expect(sessions).toEqual([]);
  });

  test.each([{ body: { MediaContainer: { size: 0 } } }, { status: 401 }, { status: 403 }])(
    'there are none when the server answers %j',
    async (answer) => {
      expect(await read(answer)).toEqual([]);
    },
  );

  test('a failure is not silence', async () => {
    await expect(read({ status: 500 })).rejects.toMatchObject({ code: 'bad-response' });
  });
});
