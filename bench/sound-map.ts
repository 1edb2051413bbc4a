import { createMusic } from '../src/demo/music/music.ts';
import { soundSize } from '../src/demo/music/sound.ts';
import type { TrackId } from '../src/core/track.ts';
import type { Library } from '../src/library/library.ts';

/** How far two tracks of the stand-in's collection are apart, whether it would say so or not. */
export type SoundMap = (a: TrackId, b: TrackId) => number;

/** Tracks are known again by their guid. */
export const createSoundMap = (library: Library, seed: number, tracks: number): SoundMap => {
  const music = createMusic(seed, tracks);
  const slots = new Map(Array.from({ length: tracks }, (_, slot) => [music.track(slot).guid, slot]));
  const sounds = new Map<TrackId, Float32Array>();
  const soundOf = (id: TrackId): Float32Array => {
    const known = sounds.get(id);
    if (known !== undefined) return known;
    const sound = new Float32Array(soundSize);
    const slot = slots.get(library.getTrack(id)?.guid ?? '');
    if (slot === undefined) throw new Error(`Track ${id} is not of this collection.`);
    music.writeSound(slot, sound, 0);
    sounds.set(id, sound);
    return sound;
  };
  return (a, b) => {
    const other = soundOf(b);
    return Math.sqrt(soundOf(a).reduce((sum, value, axis) => sum + (value - (other[axis] ?? 0)) ** 2, 0));
  };
};

/** Mean distance of neighbours in this order, against the mean over all pairs, which is what a random order has. */
export const compareWithRandomOrder = (tracks: readonly TrackId[], distance: SoundMap): number => {
  const steps = tracks.slice(1).map((track, at) => distance(tracks[at] ?? track, track));
  const pairs = tracks.flatMap((a, at) => tracks.slice(at + 1).map((b) => distance(a, b)));
  return mean(steps) / mean(pairs);
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
