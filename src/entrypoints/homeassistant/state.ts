import type { Redactor } from '../../lib/redact.ts';
import type { HouseEvents } from '../../operations/house.ts';
import { cleanTexts } from './clean-texts.ts';
import type { Entity, EntityPicture, Snapshot } from './entity.ts';
import { describeRun } from './playlist-entities.ts';
import { toLine } from './text.ts';
import type { Topics } from './topics.ts';

/** A retained message: the whole of one entity, state and attributes together, so that Home Assistant writes one update. */
export interface StateMessage {
  readonly key: string;
  readonly topic: string;
  readonly payload: string;
}

/** A picture to be published, retained, when its version is another than before. */
export interface PictureMessage {
  readonly topic: string;
  readonly version: string;
  readonly source: EntityPicture;
}

/** The pictures that there are now. */
export const listPictures = (
  entities: readonly Entity[],
  snapshot: Snapshot,
  topics: Topics,
): readonly PictureMessage[] =>
  entities.flatMap(({ key, picture }) => {
    const version = picture?.version(snapshot);
    return picture === undefined || version === undefined
      ? []
      : [{ topic: topics.picture(key), version, source: picture }];
  });

/** What all entities show now, without secrets. An entity without state (a button) has no message. */
export const renderStates = (
  entities: readonly Entity[],
  snapshot: Snapshot,
  topics: Topics,
  redact: Redactor,
): readonly StateMessage[] =>
  entities.flatMap(({ key, render }) => {
    if (render === undefined) return [];
    const { state, attributes } = render(snapshot);
    return [
      {
        key,
        topic: topics.state(key),
        payload: JSON.stringify({
          state: typeof state === 'string' ? toLine(redact(state)) : state,
          attributes: cleanTexts(attributes ?? {}, redact),
        }),
      },
    ];
  });

/** The message of the event entity; never retained. Previews are nobody's event: undefined. */
export const renderRunFinished = (
  { report, tracks }: HouseEvents['run-finished'],
  playlistName: string,
  redact: Redactor,
): string | undefined => {
  if (report.dryRun) return undefined;
  const facts = {
    ...describeRun(report),
    playlist_name: toLine(report.playlist?.title ?? playlistName),
    rating_key: report.playlist?.id ?? null,
    tracks: tracks.length,
    added: report.counts.added,
    removed: report.counts.removed,
    missing: report.counts.missed,
    match_rate: report.ownTracks === true ? null : Number(report.matchRate.toFixed(3)),
  };
  return JSON.stringify({ event_type: report.result, ...Object(cleanTexts(facts, redact)) });
};
