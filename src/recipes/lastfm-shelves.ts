import { createRandom, shuffleWeighted } from '../core/random.ts';
import type { SourceTrack } from '../sources/source.ts';
import { toSongKey } from './lastfm-source.ts';

export interface Recommendation {
  readonly track: SourceTrack;
  readonly why: string;
}

/** An artist whose tracks shall be offered, and the reason given for each of them. */
interface Offer {
  readonly name: string;
  readonly why: string;
}

interface Shelf {
  readonly why: string;
  readonly tracks: SourceTrack[];
}

export interface ShelvesOptions {
  readonly seed: string;
  /** Songs never to be offered. */
  readonly known: ReadonlySet<string>;
  /** The artist's tracks, best known first. */
  readonly readTracks: (artist: string) => Promise<readonly SourceTrack[]>;
}

const artistsPerBatch = 8;
const tracksPerTurn = 6;

/** The tracks of every artist met, taken in turns so that none dominates. */
export const createShelves = ({ seed, known, readTracks }: ShelvesOptions) => {
  let leftOver: Shelf[] = [];
  let bare = true;

  /** Better known tracks likely come first, but not the same ones every day. */
  const fill = async ({ name, why }: Offer): Promise<Shelf> => {
    const tracks = (await readTracks(name)).filter((track) => !known.has(toSongKey(track)));
    const ranked = tracks.map((track, rank) => ({ track, rank }));
    const random = createRandom(`${seed}:tracks:${name.toLowerCase()}`);
    return { why, tracks: shuffleWeighted(ranked, ({ rank }) => 1 / (rank + 4), random).map(({ track }) => track) };
  };

  const takeTurns = (shelves: readonly Shelf[]): readonly Recommendation[] => {
    const taken = Array.from({ length: tracksPerTurn }, () =>
      shelves.flatMap(({ tracks, why }) => {
        const track = tracks.shift();
        return track === undefined ? [] : [{ track, why }];
      }),
    ).flat();
    if (taken.length > 0) bare = false;
    leftOver.push(...shelves.filter(({ tracks }) => tracks.length > 0));
    return taken;
  };

  return {
    /** The first turns of each artist, a handful of artists per batch. */
    async *open(offers: readonly Offer[]): AsyncGenerator<readonly Recommendation[]> {
      for (let at = 0; at < offers.length; at += artistsPerBatch)
        yield takeTurns(await Promise.all(offers.slice(at, at + artistsPerBatch).map(fill)));
    },
    /** What the first turns have left, until nothing is. */
    *finish(): Generator<readonly Recommendation[]> {
      while (leftOver.length > 0) {
        const shelves = leftOver;
        leftOver = [];
        for (let at = 0; at < shelves.length; at += artistsPerBatch)
          yield takeTurns(shelves.slice(at, at + artistsPerBatch));
      }
    },
    /** Has no artist had a single track? */
    isBare: (): boolean => bare,
  };
};
