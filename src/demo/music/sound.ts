import { mix } from './hash.ts';
import type { Scene } from './scenes.ts';

/** How many numbers say how a track sounds. */
export const soundSize = 8;

export interface SoundSource {
  readonly seed: number;
  /** The track whose song this is. */
  songOf(track: number): number;
  /** The artist who made the song. */
  artistOf(track: number): number;
  sceneOf(artist: number): Scene;
  moodsOf(track: number): readonly number[];
}

/** How far each thing moves a track away from the middle of its scene. */
const reach = { scene: 0.62, artist: 0.3, song: 0.24, moods: 0.3, copy: 0.02 };
/** Music differs most in a few respects (how lively, how bright, how acoustic) and little in the others. */
const breadth: readonly number[] = [1.9, 1.5, 1.1, 0.7, 0.45, 0.35, 0.3, 0.25];

/**
 * Where tracks lie in the space of sound: near their scene, their artist somewhere in it, each song and its moods a little aside. So neighbours share a
 * style, often a mood, and only now and then the artist.
 */
export function createSound(source: SoundSource): (track: number, into: Float32Array, at: number) => void {
  const { seed } = source;
  return (track, into, at) => {
    const song = source.songOf(track);
    const artist = source.artistOf(track);
    const centre = source.sceneOf(artist).sound;
    const moods = source.moodsOf(song);
    for (let axis = 0; axis < soundSize; axis++) {
      let mood = 0;
      for (const each of moods) mood += aside(7, each, axis);
      const own =
        reach.artist * aside(seed, artist, axis + 20) +
        reach.song * aside(seed, song, axis + 40) +
        (moods.length === 0 ? 0 : (reach.moods * mood) / moods.length);
      into[at + axis] =
        reach.scene * (centre[axis] ?? 0) + (breadth[axis] ?? 0) * own + reach.copy * aside(seed, track, axis + 60);
    }
  };
}

/** −1 to 1, mostly near 0. */
function aside(seed: number, what: number, axis: number): number {
  return ((mix(seed, what, axis, 131) % 1_000) + (mix(seed, what, axis, 132) % 1_000)) / 1_000 - 1;
}
