import { describe, expect, test } from '@jest/globals';
import { describeAddress, findHomeAddress } from '../../../../src/config/home-address.ts';
import { differInTime } from '../../../../src/entrypoints/homeassistant/websocket/home-config.ts';
import {
  translateHomeError,
  unreachableHome,
} from '../../../../src/entrypoints/homeassistant/websocket/home-errors.ts';
import { createMailbox } from '../../../../src/entrypoints/homeassistant/websocket/mailbox.ts';
import { createRetryPauses } from '../../../../src/entrypoints/homeassistant/websocket/retry-pauses.ts';
import { HarmoniqError, describeError } from '../../../../src/lib/errors.ts';
import { noonMs } from '../../../core/flow/make-home.ts';

const supervisorUrl = 'http://supervisor';
const own = { url: 'http://hass.local:8123', token: 'secret', by: 'token' } as const;
const addOn = { url: 'http://supervisor/core', token: 'secret', by: 'supervisor' } as const;

describe('where Home Assistant is', () => {
  test.each([
    ['the configured one', { hassUrl: 'http://hass.local:8123/', hassToken: 'secret' }, own],
    ['the Supervisor’s, for an add-on', { supervisorToken: 'secret' }, addOn],
    [
      'the configured one before the Supervisor’s',
      { hassUrl: own.url, hassToken: 'secret', supervisorToken: 'x' },
      own,
    ],
    ['the Supervisor’s when the token is missing', { hassUrl: own.url, supervisorToken: 'secret' }, addOn],
    ['nowhere without a token', { hassUrl: own.url }, undefined],
    ['nowhere without an address', { hassToken: 'secret' }, undefined],
  ])('is %s', (_what, options, expected) => {
    expect(findHomeAddress({ supervisorUrl, ...options })).toEqual(expected);
  });

  test('is named without what opens it', () => {
    expect(describeAddress({ ...own, url: 'https://user:pass@home.example:444/hass' })).toBe(
      'https://home.example:444/hass',
    );
    expect(describeAddress(addOn)).toBe('the Supervisor');
  });
});

describe('an error of the library', () => {
  test.each<[unknown, string, RegExp]>([
    [1, 'unreachable', /cannot be reached \(error 1\)/],
    [2, 'unauthorized', /refused the token\. Make a long-lived access token/],
    [3, 'unreachable', /The connection to Home Assistant at http:\/\/hass\.local:8123 ended/],
    [{ type: 'result', success: false, error: { code: 3, message: 'Connection lost' } }, 'unreachable', /ended/],
    [
      { code: 'unauthorized', message: 'Unauthorized' },
      'unauthorized',
      /does not allow its user to fire.*administrator/,
    ],
    [
      { code: 'unknown_command', message: 'Unknown\ncommand.' },
      'bad-response',
      /refused to fire: Unknown command\. \(unknown_command\)/,
    ],
    [{ code: 7.5 }, 'unreachable', /error 7\.5/],
    [new Error('boom'), 'bad-response', /refused to fire: boom/],
    ['text', 'bad-response', /no reason given/],
    [undefined, 'bad-response', /no reason given/],
  ])('%j becomes %s', (error, code, words) => {
    const translated = translateHomeError(error, own, 'to fire');
    expect(translated.code).toBe(code);
    expect(describeError(translated)).toMatch(words);
  });

  test('that is translated already stays as it is', () => {
    const error = new HarmoniqError('timeout', 'Too late.');
    expect(translateHomeError(error, own, 'x')).toBe(error);
  });

  test.each([
    [own, 'HTTP 404', /without a path/],
    [own, 'HTTP 200', /without a path/],
    [own, 'HTTP 403', /ip_bans\.yaml/],
    [own, 'HTTP 301', /final address/],
    [own, 'DEPTH_ZERO_SELF_SIGNED_CERT', /certificate is not trusted/],
    [own, 'ENOTFOUND', /Check HASS_URL/],
    [own, undefined, /Check HASS_URL/],
    [addOn, 'HTTP 502', /It may be starting/],
  ])('that says why nobody answers, says what to do (%j %s)', (address, detail, words) => {
    expect(describeError(unreachableHome(address, detail))).toMatch(words);
  });

  test('from the Supervisor’s refusal says what the add-on lacks', () => {
    expect(describeError(translateHomeError(2, addOn, 'x'))).toMatch(/homeassistant_api: true/);
  });
});

describe('two time zones', () => {
  test.each([
    ['Europe/Berlin', 'Europe/Berlin', false],
    ['Europe/Berlin', 'Europe/Paris', false],
    ['Asia/Calcutta', 'Asia/Kolkata', false],
    ['Europe/London', 'UTC', true],
    ['Europe/London', 'Africa/Abidjan', true],
    ['America/New_York', 'America/Phoenix', true],
  ])('%s and %s differ: %p', (zone, other, expected) => {
    expect(differInTime(zone, other, noonMs)).toBe(expected);
    expect(differInTime(other, zone, noonMs)).toBe(expected);
  });
});

describe('the pauses between two tries', () => {
  test('double up to their limit, those after a refusal on their own, and begin anew', () => {
    const pauses = createRetryPauses({ retryMs: { min: 1, max: 5 }, refusedMs: { min: 100, max: 300 } });
    const refused = new HarmoniqError('unauthorized', 'No.');
    expect([
      pauses.next(undefined),
      pauses.next(new Error('x')),
      pauses.next(undefined),
      pauses.next(undefined),
    ]).toEqual([1, 2, 4, 5]);
    expect([pauses.next(refused), pauses.next(refused), pauses.next(refused)]).toEqual([100, 200, 300]);
    pauses.reset();
    expect([pauses.next(undefined), pauses.next(refused)]).toEqual([1, 100]);
  });
});

describe('the mailbox', () => {
  const letter = (event: string) => ({ event, data: {} });
  const arriving = (sent: string[]) => async (one: { readonly event: string }) => sent.push(one.event) > 0;

  test('keeps the newest fifty things, and gives each once', () => {
    const sent: string[] = [];
    const mailbox = createMailbox(1_000, () => 0);
    for (let number = 0; number < 60; number += 1) mailbox.post(letter(`event ${number}`), String(number));
    mailbox.open(arriving(sent));
    expect(sent).toHaveLength(50);
    expect(sent[0]).toBe('event 10');
    mailbox.post(letter('now'), 'now');
    mailbox.close();
    mailbox.post(letter('later'), 'later');
    expect(sent.slice(50)).toEqual(['now']);
    mailbox.open(arriving(sent));
    expect(sent.slice(51)).toEqual(['later']);
  });

  test('throws away what has waited too long', () => {
    let nowMs = 0;
    const sent: string[] = [];
    const mailbox = createMailbox(1_000, () => nowMs);
    mailbox.post(letter('old'), 'a');
    nowMs = 600;
    mailbox.post(letter('new'), 'b');
    nowMs = 1_200;
    mailbox.open(arriving(sent));
    expect(sent).toEqual(['new']);
  });

  test('gives once more what was lost on the way, unless something newer about it was told meanwhile', async () => {
    let nowMs = 0;
    const sent: string[] = [];
    const mailbox = createMailbox(1_000, () => nowMs);
    const lost = Promise.withResolvers<boolean>();
    mailbox.open(() => lost.promise);
    mailbox.post(letter('kitchen'), 'kitchen');
    mailbox.post(letter('study'), 'study');
    mailbox.post(letter('bath'), 'bath');
    mailbox.close();
    mailbox.post(letter('newer study'), 'study');
    mailbox.open(arriving(sent));
    mailbox.post(letter('newer bath'), 'bath');
    await Promise.resolve();
    lost.resolve(false);
    await new Promise(setImmediate);
    expect(sent).toEqual(['newer study', 'newer bath']);
    mailbox.close();
    mailbox.open(arriving(sent));
    expect(sent.slice(2)).toEqual(['kitchen']);
    mailbox.close();
    mailbox.open(async () => false);
    mailbox.post(letter('old'), 'old');
    await new Promise(setImmediate);
    nowMs = 1_001;
    mailbox.open(arriving(sent));
    expect(sent).toHaveLength(3);
  });
});
