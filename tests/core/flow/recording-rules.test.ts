import { describe, expect, test } from '@jest/globals';
import { findRecordingObjection, isSameTake, listWantedVersions } from '../../../src/core/flow/recording-rules.ts';
import { noCriteria } from '../../../src/core/flow/window.ts';

const track = (title: string, album = 'Album', durationMs: number | undefined = 200_000) => ({
  title,
  album,
  artist: 'Somebody',
  albumArtist: 'Somebody',
  durationMs,
});
const none: ReadonlySet<string> = new Set();

describe('recordings that are kept out', () => {
  test.each([
    'Song (Live)',
    'Song - Live at Wembley',
    'Song [Live in Berlin, 1989]',
    'Song (MTV Unplugged)',
    'Song (Karaoke Version)',
    'Song (Demo)',
    'Song (A Cappella)',
    'Song (Sped Up)',
    'Song (slowed + reverb)',
    'Song (Nightcore Version)',
    'Song (Outtake)',
    'Skit',
    'Skit #2',
    'The Phone Call (Skit)',
    'Song - Skit',
    'Skit: At the Door',
    'Commentary',
    'Song (Commentary)',
    'Interview',
  ])('%s', (title) => {
    expect(findRecordingObjection(track(title), none)?.reason).toBe('other-version');
  });

  test.each(['Intro', 'Outro', 'Interlude II', 'Night (Interlude)', 'Interlude - Rain', '[silence]', 'Intro: Waking'])(
    '%s, when it is short',
    (title) => {
      expect(findRecordingObjection(track(title, 'Album', 60_000), none)?.reason).toBe('other-version');
      expect(findRecordingObjection(track(title, 'Album', 190_000), none)).toBeUndefined();
    },
  );

  test('everything on a live album', () => {
    expect(findRecordingObjection(track('Song', 'Live at Leeds'), none)?.detail).toBe('is a live recording');
  });
});

describe('songs that only sound so', () => {
  test.each([
    'Live and Let Die',
    'Live Forever',
    'Long Live the King',
    'Born to Live',
    'Cover Me',
    'Demolition Man',
    'Interludes and Other Stories of Love',
    'Introducing Me',
    'Introduction to the Night',
    'The Skit Row Blues',
    'Silence Is Golden',
    'Session Musician',
    'Remix to Ignition',
    'Song (Remastered 2011)',
    'Song (Acoustic)',
    'Song (Extended Mix)',
    '÷',
    '4 Minutes',
  ])('%s', (title) => {
    expect(findRecordingObjection(track(title), none)).toBeUndefined();
  });

  test.each(['Live Through This', 'Live Your Life', 'Alive'])('an album called %s', (album) => {
    expect(findRecordingObjection(track('Song', album), none)).toBeUndefined();
  });
});

describe('what the window asks for by name', () => {
  test.each([
    [{ genres: ['Live'] }, 'Song (Live)'],
    [{ tags: ['live sessions'] }, 'Song (BBC Session)'],
    [{ tags: ['karaoke'] }, 'Song (Karaoke Version)'],
    [{ genres: ['Comedy/Spoken'] }, 'Skit'],
    [{ styles: ['Demo'] }, 'Song (Demo)'],
  ])('%j lets in %s', (criteria, title) => {
    expect(findRecordingObjection(track(title), none)?.reason).toBe('other-version');
    expect(findRecordingObjection(track(title), listWantedVersions({ ...noCriteria, ...criteria }))).toBeUndefined();
  });

  test('lets in nothing else', () => {
    const wanted = listWantedVersions({ ...noCriteria, genres: ['Live'] });
    expect(findRecordingObjection(track('Song (Karaoke Version)'), wanted)?.detail).toBe('is a karaoke version');
  });
});

describe('two recordings of one song', () => {
  const song = track('Song', 'Studio');
  test.each([
    ['a copy on a compilation', track('Song', 'Greatest Hits')],
    ['a remaster', track('Song (Remastered 2011)', 'Studio (Deluxe Edition)')],
    ['a credit in the title', track('Song (feat. Somebody)', 'Studio')],
  ])('are one take: %s', (_title, other) => {
    expect(isSameTake(song, other)).toBe(true);
    expect(isSameTake(other, song)).toBe(true);
  });

  test.each([
    ['a live take', track('Song (Live)', 'Studio')],
    ['a live album', track('Song', 'Live at the Hall')],
    ['a remix', track('Song (Somebody Remix)', 'Studio')],
    ['an acoustic take', track('Song (Acoustic)', 'Studio')],
    ['a demo', track('Song (Demo)', 'Studio')],
  ])('are two: %s', (_title, other) => {
    expect(isSameTake(song, other)).toBe(false);
    expect(isSameTake(other, song)).toBe(false);
  });

  test('are one take when both say that they are live, however they say it', () => {
    expect(isSameTake(track('Song (Live)', 'Best of'), track('Song', 'Live at the Hall'))).toBe(true);
    expect(isSameTake(track('Song (Live)', 'Live at the Hall'), track('Song', 'Live at the Hall'))).toBe(true);
  });

  test('are two takes when two people made the remixes', () => {
    expect(isSameTake(track('Song (One Remix)', 'A'), track('Song (Other Remix)', 'A'))).toBe(false);
  });
});
