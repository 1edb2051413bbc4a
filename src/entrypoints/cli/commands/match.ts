import type { Command } from 'commander';
import type { Correction } from '../../../core/candidate.ts';
import { HarmoniqError } from '../../../lib/errors.ts';
import type { FixedMatch } from '../../../operations/match-fix.ts';
import { cleanText } from '../../format.ts';
import type { Act } from '../command.ts';
import { renderTable } from '../table.ts';

interface FixFlags {
  readonly toKey?: string;
  readonly toArtist?: string;
  readonly toTitle?: string;
  readonly toAlbum?: string;
  readonly none?: boolean;
}

/** The user's word on which track a song is. */
export const addMatchCommands = (program: Command, act: Act): void => {
  const group = program.command('match').description('correct wrong matches');
  act<FixFlags>(
    group
      .command('fix <artist> <title>')
      .description('say which track of the library this song is, for good')
      .option('--to-key <key>', "the track's rating key in Plex")
      .option('--to-artist <artist>', 'the artist as Plex shows it')
      .option('--to-title <title>', 'the title as Plex shows it')
      .option('--to-album <album>', 'the album, where several have the title')
      .option('--none', 'this song is not in the library, whatever seems like it')
      .addHelpText(
        'after',
        '\nExamples:\n  harmoniq match fix "Beyonce" "Halo" --to-key 4711\n  harmoniq match fix "Prince" "Kiss" --to-artist "Prince & The Revolution" --to-title "Kiss"\n  harmoniq match fix "Air" "Alone" --none',
      ),
    async (session, [artist, title], flags) => {
      const fixed = (await session.call('match-fix', { artist, title, to: readTarget(flags) })) as FixedMatch;
      session.ui.show(fixed, ({ track }) => describeFix(`${artist} - ${title}`, track), session.zone());
    },
  );
  act<object>(group.command('list').description('all corrections'), async (session) => {
    const corrections = (await session.call('match-list')) as readonly Correction[];
    session.ui.show(
      corrections,
      (list) =>
        list.length === 0
          ? 'There are no corrections.'
          : renderTable(session.ui, list, [
              { head: 'Artist', value: ({ artist }) => artist, flexible: true },
              { head: 'Title', value: ({ title }) => title, flexible: true },
              { head: 'Is', value: ({ target }) => describeTarget(target), flexible: true },
              { head: 'Said in', value: ({ origin }) => (origin === 'command' ? 'a command' : 'harmoniq.yaml') },
            ]),
      session.zone(),
    );
  });
  act<object>(
    group
      .command('remove <artist> <title>')
      .description('take a correction back')
      .addHelpText('after', '\nExample:\n  harmoniq match remove "Beyonce" "Halo"'),
    async (session, [artist, title]) => {
      const result = await session.call('match-remove', { artist, title });
      session.ui.show(result, () => `The correction of ${cleanText(`${artist} - ${title}`)} is gone.`, session.zone());
    },
  );
};

const readTarget = ({ toKey, toArtist, toTitle, toAlbum, none }: FixFlags): unknown => {
  const names = toArtist !== undefined || toTitle !== undefined || toAlbum !== undefined;
  if ([toKey !== undefined, names, none === true].filter(Boolean).length !== 1)
    throw new HarmoniqError('invalid-input', 'Say what the song is in exactly one way.', {
      hint: 'Give --to-key, or --to-artist with --to-title, or --none.',
    });
  if (none === true) return 'none';
  if (toKey !== undefined) return { ratingKey: toKey };
  if (toArtist === undefined || toTitle === undefined)
    throw new HarmoniqError('invalid-input', '--to-artist and --to-title belong together.', { hint: 'Give both.' });
  return { artist: toArtist, title: toTitle, ...(toAlbum === undefined ? {} : { album: toAlbum }) };
};

const describeFix = (song: string, track: FixedMatch['track']): string =>
  track === undefined
    ? `${cleanText(song)} counts as not in the library from now on.`
    : `${cleanText(song)} is ${cleanText(`${track.artist} - ${track.title} (${track.album})`)} from now on.`;

const describeTarget = (target: Correction['target']): string => {
  if (target.kind === 'none') return '(not in the library)';
  if (target.kind === 'track') return `track ${target.trackId}`;
  return `${target.artist} - ${target.title}${target.album === undefined ? '' : ` (${target.album})`}`;
};
