import { describe, expect, test } from '@jest/globals';
import { inspect } from 'node:util';
import { hintForCode } from '../../../src/servers/plex/explain.ts';
import { connect, never } from './bench.ts';
import { withOddServer, type OddAnswer } from './odd-server.ts';

const token = 'secret-token-4711';
const maintenance =
  '<?xml version="1.0"?><Response code="503" title="Maintenance" status="Plex Media Server is currently running database migrations."/>';

const failureOf = async (work: Promise<unknown>): Promise<{ code: string; message: string; hint: string }> =>
  work.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: unknown) => error as { code: string; message: string; hint: string },
  );

describe('failures', () => {
  test.each([
    ['a wrong token', { status: 401, body: '<html><title>Unauthorized</title></html>' }, 'unauthorized'],
    ['a refusal', { status: 403, body: '<html/>' }, 'unauthorized'],
    ['silence', { delayMs: 2_000 }, 'timeout'],
    ['a hang-up', { reset: true } as const, 'unreachable'],
    ['a login page', { body: '<html>Sign in</html>' }, 'bad-response'],
    ['another service', { body: { ok: true } }, 'bad-response'],
    ['an error', { status: 500, body: '<html/>' }, 'bad-response'],
  ])('%s is told as %s without the token', async (_name, answer: OddAnswer, code) => {
    await withOddServer(
      () => answer,
      async (server) => {
        const plex = connect(server.url, token, { timeoutMs: 700, retries: 0 });
        const failure = await failureOf(plex.getIdentity(never()));
        expect(failure.code).toBe(code);
        expect(inspect(failure, { depth: 20, showHidden: true })).not.toContain(token);
      },
    );
  });

  test('maintenance is told in the words of the server', async () => {
    await withOddServer(
      () => ({ status: 503, body: maintenance }),
      async (server) => {
        const failure = await failureOf(connect(server.url, token, { retries: 0 }).getIdentity(never()));
        expect(failure.code).toBe('unreachable');
        expect(failure.message).toContain('running database migrations');
      },
    );
  });

  test('reads are tried again', async () => {
    const sections = { MediaContainer: { Directory: [{ key: '3', type: 'artist', title: 'Music' }] } };
    await withOddServer(
      ({ number }) => (number < 3 ? { status: 500 } : { body: sections }),
      async (server) => {
        expect(await connect(server.url, token, { retries: 2 }).listMusicSections(never())).toHaveLength(1);
        expect(server.requests).toHaveLength(3);
      },
    );
  });

  test('a closed port says what to check', async () => {
    const failure = await failureOf(connect('http://127.0.0.1:9', token, { retries: 0 }).getIdentity(never()));
    expect(failure).toMatchObject({ code: 'unreachable' });
    expect(failure.hint).toContain('PLEX_URL');
  });
});

describe('hintForCode', () => {
  test.each([
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'https://192.168.1.5:32400', /plex\.direct.*PLEX_TLS_INSECURE/],
    ['ENOTFOUND', 'https://192-168-1-5.abc.plex.direct:32400', /DNS rebinding/],
    ['ENOTFOUND', 'http://attic:32400', /host name attic/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'https://attic:32400', /PLEX_TLS_INSECURE/],
    ['ECONNREFUSED', 'http://localhost:32400', /container/],
    ['ECONNREFUSED', 'http://10.0.0.2:32400', /PLEX_URL/],
    ['EPROTO', 'https://10.0.0.2:32400', /http:\/\//],
  ])('%s at %s', (code, url, hint) => {
    expect(hintForCode(code, url)).toMatch(hint);
  });
});

describe('the rest of the server', () => {
  test('the identity needs no more than its two names', async () => {
    await withOddServer(
      () => ({ body: { MediaContainer: { machineIdentifier: 'abc' } } }),
      async (server) => {
        expect(await connect(server.url, token).getIdentity(never())).toEqual({
          machineId: 'abc',
          name: 'Plex Media Server',
          version: 'unknown',
        });
      },
    );
  });

  test('sonic analysis is found in the middle of a library too', async () => {
    const rows = (start: number) =>
      Array.from({ length: 100 }, (_, index) => ({
        ratingKey: start + index,
        title: 'x',
        ...(start + index === 555 ? { musicAnalysisVersion: '1' } : {}),
      }));
    const answer = ({ query }: { readonly query: URLSearchParams }): OddAnswer => ({
      body: { MediaContainer: { totalSize: 1_000, Metadata: rows(Number(query.get('X-Plex-Container-Start'))) } },
    });
    await withOddServer(answer, async (server) => {
      expect(await connect(server.url, token).hasSonicAnalysis('3', never())).toBe(true);
      expect(server.requests).toHaveLength(2);
    });
  });
});
