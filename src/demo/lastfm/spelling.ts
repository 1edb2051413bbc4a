import type { MusicTrack } from '../music/music.ts';

/** The same recording as a streaming service writes it: another apostrophe, other case, a note of remaster, guests elsewhere. */
export function spellAsService(file: MusicTrack, artist: string, hash: number): { artist: string; title: string } {
  const guest = guestOf(file);
  const plain = guest === undefined ? file.title : file.plainTitle;
  switch (hash % 12) {
    case 0:
      return { artist, title: `${plain} - ${2001 + (hash % 20)} Remaster` };
    case 1:
      return { artist, title: `${plain} (Remastered ${2001 + (hash % 20)})` };
    case 2:
      return { artist, title: straight(plain) };
    case 3:
      return { artist, title: plain.toLowerCase() };
    case 4:
      return { artist: artist.toUpperCase(), title: plain };
    case 5:
      return { artist, title: guest === undefined ? `${plain} - Album Version` : `${plain} ft. ${guest}` };
    case 6:
      return guest === undefined
        ? { artist: straight(artist), title: plain }
        : { artist: `${artist} feat. ${guest}`, title: plain };
    case 7:
      return { artist: artist.replace(' & ', ' and '), title: plain.replace(' & ', ' and ') };
    default:
      return { artist, title: guest === undefined ? plain : `${plain} (feat. ${guest})` };
  }
}

function guestOf(file: MusicTrack): string | undefined {
  return (
    /(?:\(feat\.|\[ft\.) (.+)[)\]]$/.exec(file.title)?.[1] ??
    /(?: feat\. | featuring |; )(.+)$/.exec(file.performer ?? '')?.[1]
  );
}

function straight(text: string): string {
  return text.replaceAll('’', "'").replaceAll('…', '...').replaceAll('–', '-');
}
