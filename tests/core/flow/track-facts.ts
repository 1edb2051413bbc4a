import type { FlowMemory } from '../../../src/core/flow/admission.ts';
import type { TrackFacts } from '../../../src/core/flow/track-facts.ts';

export const now = Date.parse('2026-11-21T08:30:00Z');
export const daysAgo = (days: number): number => now - days * 86_400_000;

/** A track of which nothing is known. */
export const makeFacts = (facts: Partial<TrackFacts> = {}): TrackFacts => ({
  id: '1',
  artistId: undefined,
  albumId: undefined,
  year: undefined,
  durationMs: 200_000,
  rating: undefined,
  playCount: 0,
  skipCount: 0,
  lastPlayedAtMs: undefined,
  lastSkippedAtMs: undefined,
  addedAtMs: undefined,
  popularity: undefined,
  ...facts,
});

export const makeMemory = (memory: Partial<FlowMemory> = {}): FlowMemory => ({
  nowMs: now,
  turnStartMs: now - 3_600_000,
  bans: new Map(),
  listed: new Map(),
  skips: new Map(),
  ...memory,
});
