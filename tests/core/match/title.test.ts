import { describe, expect, test } from '@jest/globals';
import { foldText, keyOf } from '../../../src/core/match/fold.ts';
import { parseTitle } from '../../../src/core/match/title.ts';

describe('folding', () => {
  test.each([
    ['Don’t Stop Believin’', 'dont stop believin'],
    ['U.S.A.', 'usa'],
    ['R.E.M.', 'rem'],
    ['will.i.am', 'will i am'],
    ['Ke$ha', 'kesha'],
    ['P!nk', 'pink'],
    ['A$AP', 'asap'],
    ['Help!', 'help'],
    ['$100 Bill', '100 bill'],
    ['Straße, Øl, Łódź, kapı, Æon, Œuvre, Đorđe, Þór, Ðís', 'strasse ol lodz kapi aeon oeuvre dorde thor dis'],
    ['Ёлка й', 'елка и'],
    ['Αγαπάω ς', 'αγαπαω σ'],
    ['أُحِبُّكَ', 'احبك'],
    ['שָׁלוֹם', 'שלום'],
    ['ガール', 'ガール'],
    ['हिन्दी', 'हिन्दी'],
    ['ภาษาไทย', 'ภาษาไทย'],
    ['한국어', '한국어'],
    ['ＦＵＬＬ　ＷＩＤＴＨ', 'full width'],
  ])('%s is read as "%s"', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  test.each(['÷', '+', '???', '!!!', '†††', '☮', '…', '***'])('the signs of "%s" are a key of their own', (text) => {
    expect(keyOf(text)).not.toBe('');
    expect(parseTitle(text).keys[0]).toBe(keyOf(text));
  });

  test.each([
    ['がんばれ', 'かんはれ'],
    ['÷', '+'],
    ['1+1', '1-1'],
  ])('"%s" and "%s" keep apart', (one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });

  test.each([
    ['Rock & Roll', "Rock 'n' Roll"],
    ['Rock and Roll', 'Rock + Roll'],
    ['Tim und Struppi', 'Tim & Struppi'],
    ['The Machine', 'Machine'],
    ['Black Out', 'Blackout'],
    ['AC/DC', 'ac dc'],
  ])('"%s" and "%s" share a key', (one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });
});

describe('names that look like words about a version', () => {
  test.each([
    'Cover Me',
    'Take On Me',
    'Cut Your Hair',
    'Live and Let Die',
    'Remix to Ignition',
    "(I Can't Get No) Satisfaction",
    'Live Forever',
    'All the Way Live',
    'Long Live',
    'Acoustic',
    'Live',
    'Remix',
    'Intro',
    'Demo',
    'The Remix',
    'Video Killed the Radio Star',
    'Radio Edit',
    'Paper Clip',
    '264 - Das Herz',
    'T - Ball Rag',
    'Craft Beer',
    'Left Behind',
    'The Final Cut',
    'Come With Me',
    'Stay (With Me)',
    'From Now On',
    'Undercover',
    'Instrumental',
    'Karaoke',
    'Album of the Year',
    '1979',
    'Summer of 69',
    '(Live)',
    '[Remix]',
    'Featuring',
    'Partition',
    'I Want to Live',
    'Alternate Reality',
  ])('"%s" keeps every word and is the plain recording', (title) => {
    const parsed = parseTitle(title);
    expect(parsed.keys[0]).toBe(keyOf(title));
    expect(parsed.versions).toEqual([]);
    expect(parsed.features).toEqual([]);
  });
});

describe('taking titles apart', () => {
  test.each([
    ['Song (feat. Rick Ross & Brisco) [Explicit]', 'Song', ['Rick Ross & Brisco'], []],
    ['Song feat.Amy True', 'Song', ['Amy True'], []],
    ['Song (+ Dot Rotten)', 'Song', ['Dot Rotten'], []],
    ['Song ((Feat. R. Kelly) [Edited])', 'Song', ['R. Kelly'], []],
    ['Song (Feat. Ne-Yo; Continuous Mix Version)', 'Song', ['Ne-Yo'], ['remix:continuous']],
    ['Song (feat. Sam) [Robin Remix] [Radio Edit]', 'Song', ['Sam'], ['edit:radio', 'remix:robin']],
    ['Song (DJ One feat. DJ Two Remix)', 'Song', [], ['remix:djonefeatdjtwo']],
    ['Song - Live / Remastered', 'Song', [], ['live']],
    ['Song (Live Acoustic from Kansas City)', 'Song', [], ['acoustic', 'live:kansascity']],
    ['Song (MTV Unplugged) [Live]', 'Song', [], ['unplugged']],
    ["Song (Taylor's Version) [From the Vault]", 'Song', [], ['version:taylors']],
    ['Song (2011 Remastered Version)', 'Song', [], []],
    ['Song -Instrumental-', 'Song', [], ['instrumental']],
    ['Song ~Acoustic ver.~', 'Song', [], ['acoustic']],
    ['Song (Spanish Version)', 'Song', [], ['language:span']],
    ['Song - From "Casino" Soundtrack', 'Song', [], []],
    ['Song (quite worthy!)', 'Song (quite worthy!)', [], []],
    ['First - Return to Somewhere', 'First - Return to Somewhere', [], []],
    ['Song.mpeg', 'Song', [], []],
    ['Song (feat. X', 'Song', ['X'], []],
    ['Rock &amp; Roll', 'Rock & Roll', [], []],
  ])('%s', (title, core, features, versions) => {
    const parsed = parseTitle(title);
    expect([parsed.core, parsed.features, parsed.versions]).toEqual([core, features, versions]);
  });

  test.each([
    ['Pigs on the Wing, Pt. II', '2'],
    ['Song (Part Two)', '2'],
    ['Song, Parts I-V', '1-5'],
    ['Part of Me', undefined],
  ])('the part of "%s" is %s', (title, part) => {
    expect(parseTitle(title).part).toBe(part);
  });

  test.each([
    ['山地情歌 San-Di Love Song', ['山地情歌', 'sandilovesong']],
    ['봄날 (Spring Day)', ['봄날', 'springday']],
    ['Группа крови', ['gruppakrovi']],
    ['Ωδή', ['odi']],
  ])('"%s" can be found in another script', (title, keys) => {
    expect(parseTitle(title).keys).toEqual(expect.arrayContaining(keys));
  });
});
