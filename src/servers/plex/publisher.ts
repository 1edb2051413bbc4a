import { desiredOrder, planPlaylist, withoutRepeats } from '../../core/playlist-plan.ts';
import type { PlaylistItem } from '../../core/playlist.ts';
import { HarmoniqError, describeError, isAbort, throwIfAborted } from '../../lib/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { PlaylistWriter, PublishIntent, PublishJournal, PublishRequest, PublishResult } from '../server.ts';
import { createConverge, isUncertain } from './converge.ts';
import type { PlexPlaylist } from './map.ts';
import { createIdentityCache } from './identity.ts';
import { createMutexes } from './mutexes.ts';
import type { PlaylistApi, PlexIdentity } from './playlist-api.ts';
import type { PosterApi } from './poster-api.ts';
import { createPosterWriter } from './poster.ts';
import { takeForOneUrl } from './playlist-uri.ts';
import { countMoves, describe, toPlaylist } from './publish-result.ts';
import { awaitLostCreation, checkMachine, findAdoptable, resolveOwn } from './resolve.ts';
import { updateSummary } from './summary.ts';

export interface PublisherOptions {
  readonly api: PlaylistApi;
  readonly posters: PosterApi;
  readonly backoffMs: number;
  readonly logger: Logger;
}

/** Writes playlists so that a listener never notices and a crash at any moment can be mended. */
export const createPublisher = ({ api, posters, backoffMs, logger }: PublisherOptions): PlaylistWriter => {
  const converge = createConverge(api, backoffMs, logger);
  const mutexes = createMutexes();
  const getIdentity = createIdentityCache(api);
  const setPoster = createPosterWriter(posters);

  const publish: PlaylistWriter['publish'] = async (request, journal, signal) => {
    const wanted = withoutRepeats(request.tracks);
    if (wanted.length === 0)
      throw new HarmoniqError('invalid-input', `The playlist "${request.title}" would be empty; nothing was written.`);
    return mutexes.run(`recipe ${request.recipeId}`, async () => {
      const open = journal.getOpenIntents().find((intent) => intent.recipeId === request.recipeId);
      const own = await resolveOwn(api, getIdentity, journal, request.recipeId, open, signal);
      const playlist = own ?? (request.adopt ? await findAdoptable(api, request.title, signal) : undefined);
      if (playlist === undefined) return create({ ...request, tracks: wanted }, journal, signal);
      return mutexes.run(`playlist ${playlist.id}`, () =>
        update(playlist, { ...request, tracks: wanted }, open, journal, signal),
      );
    });
  };

  const update = async (
    playlist: PlexPlaylist,
    request: PublishRequest,
    open: PublishIntent | undefined,
    journal: PublishJournal,
    signal: AbortSignal,
  ): Promise<PublishResult> => {
    const before = await api.readItems(playlist.id, signal);
    const wanted = desiredOrder(before, request.tracks, request.mode);
    const writes = planPlaylist(before, wanted);
    if (request.dryRun) return describe(playlist, before, wanted, countMoves(writes), []);
    if (writes.length === 0 && open === undefined) {
      rememberTitle(playlist, request.recipeId, journal);
      if (request.keepSummaryCurrent === true) await writeSummary(playlist, request.summaryLine, signal);
      return describe(playlist, before, wanted, 0, []);
    }
    const identity = await getIdentity(signal);
    const record = journal.getRecord(request.recipeId);
    if (record !== undefined) checkMachine(record, identity);
    // Half-done writes of an earlier run are no version to go back to; the true one was kept then.
    if (open === undefined)
      journal.saveVersion(
        request.recipeId,
        before.map((item) => item.trackId),
        Date.now(),
      );
    const intent: PublishIntent = {
      recipeId: request.recipeId,
      playlistId: playlist.id,
      title: playlist.title,
      summary: request.summaryLine,
      wanted,
      startedAtMs: identity.serverTimeMs,
    };
    journal.begin(intent);
    remember(playlist, request.recipeId, identity, journal);
    return complete(playlist, before, intent, identity, journal, signal, { resumed: open !== undefined });
  };

  const create = async (
    request: PublishRequest,
    journal: PublishJournal,
    signal: AbortSignal,
  ): Promise<PublishResult> => {
    if (request.dryRun)
      return { ...describe({ id: '', title: request.title }, [], request.tracks, 0, []), created: true };
    const identity = await getIdentity(signal);
    const intent: PublishIntent = {
      recipeId: request.recipeId,
      playlistId: undefined,
      title: request.title,
      summary: request.summaryLine,
      wanted: request.tracks,
      startedAtMs: identity.serverTimeMs,
    };
    journal.deleteRecord(request.recipeId);
    journal.begin(intent);
    return completeCreation(intent, identity, journal, signal);
  };

  const completeCreation = async (
    intent: PublishIntent,
    identity: PlexIdentity,
    journal: PublishJournal,
    signal: AbortSignal,
  ): Promise<PublishResult> => {
    const playlist = await createOnce(intent, identity, journal, signal);
    remember(playlist, intent.recipeId, identity, journal);
    journal.begin({ ...intent, playlistId: playlist.id });
    const items = await api.readItems(playlist.id, signal);
    try {
      return {
        ...(await complete(playlist, items, intent, identity, journal, signal, { before: [], resumed: true })),
        created: true,
      };
    } catch (error) {
      if (!(error instanceof HarmoniqError) || error.code !== 'not-found' || items.length > 0) throw error;
      // Not one of the tracks exists: an empty list that nobody asked for must not stay.
      await api.deletePlaylist(playlist.id, signal);
      journal.deleteRecord(intent.recipeId);
      journal.finish(intent.recipeId);
      throw error;
    }
  };

  /** Creates with the first chunk. Without a clear answer it looks for the new list before it tries a second and last time. */
  const createOnce = async (
    intent: PublishIntent,
    identity: PlexIdentity,
    journal: PublishJournal,
    signal: AbortSignal,
  ): Promise<PlexPlaylist> => {
    const overhead = 80 + encodeURIComponent(intent.title).length;
    const first = takeForOneUrl(identity.machineId, intent.wanted, overhead);
    for (let tried = 0; ; tried += 1) {
      throwIfAborted(signal);
      let failure = new HarmoniqError('bad-response', 'Plex did not say which playlist it made.', { service: 'Plex' });
      try {
        const made = await api.create(intent.title, identity.machineId, first, signal);
        if (made !== undefined) return made;
      } catch (error) {
        if (isAbort(error) || !(error instanceof HarmoniqError)) throw error;
        if (!isUncertain(error) || error.code === 'invalid-input' || error.code === 'not-found') {
          journal.finish(intent.recipeId);
          throw error;
        }
        failure = error;
      }
      const found = await awaitLostCreation(api, intent, backoffMs, signal);
      if (found !== undefined) return found;
      // A server that was only slow may still make it; the next run looks again before it creates.
      if (tried === 1 || failure.code === 'timeout') throw failure;
    }
  };

  /** Converges, describes, closes the intent. */
  const complete = async (
    playlist: PlexPlaylist,
    current: readonly PlaylistItem[],
    intent: PublishIntent,
    identity: PlexIdentity,
    journal: PublishJournal,
    signal: AbortSignal,
    {
      before = current,
      resumed = false,
    }: { readonly before?: readonly PlaylistItem[]; readonly resumed?: boolean } = {},
  ): Promise<PublishResult> => {
    const goal = { playlistId: playlist.id, machineId: identity.machineId, wanted: intent.wanted };
    const { items, moved, refused } = await converge(goal, current, signal).catch((error: unknown) => {
      // The list was deleted, or none of its tracks exists: nothing is left to complete.
      if (error instanceof HarmoniqError && error.code === 'not-found') journal.finish(intent.recipeId);
      throw error;
    });
    const result = describe(
      playlist,
      before,
      items.map((item) => item.trackId),
      moved,
      refused,
    );
    if (result.changed || resumed) await writeSummary(playlist, intent.summary, signal);
    journal.finish(intent.recipeId);
    return result;
  };

  const writeSummary = async (playlist: PlexPlaylist, line: string, signal: AbortSignal): Promise<void> => {
    const summary = updateSummary(playlist.summary, line);
    if (summary === playlist.summary) return;
    try {
      await api.setSummary(playlist.id, summary, signal);
    } catch (error) {
      // The tracks are right; a server that refuses the text, or finds it too long, must not fail the run.
      if (!(error instanceof HarmoniqError) || error.retryable) throw error;
      logger.warn(
        { playlistId: playlist.id, reason: error.message },
        'The description of a playlist could not be written',
      );
    }
  };

  const recoverOne = async (intent: PublishIntent, journal: PublishJournal, signal: AbortSignal): Promise<void> => {
    const playlist = await resolveOwn(api, getIdentity, journal, intent.recipeId, intent, signal);
    const identity = await getIdentity(signal);
    if (playlist === undefined) {
      // Deleted in Plex meanwhile: the next run decides. Never created: the creation is made up for.
      if (intent.playlistId !== undefined || journal.getRecord(intent.recipeId) !== undefined) {
        journal.finish(intent.recipeId);
        return;
      }
      await completeCreation(intent, identity, journal, signal);
      return;
    }
    remember(playlist, intent.recipeId, identity, journal);
    await mutexes.run(`playlist ${playlist.id}`, async () => {
      const current = await api.readItems(playlist.id, signal);
      await complete(playlist, current, intent, identity, journal, signal, { resumed: true });
    });
  };

  const recover: PlaylistWriter['recover'] = async (journal, signal) => {
    const recovered: string[] = [];
    let failure: unknown;
    for (const intent of journal.getOpenIntents()) {
      throwIfAborted(signal);
      try {
        await mutexes.run(`recipe ${intent.recipeId}`, () => recoverOne(intent, journal, signal));
        recovered.push(intent.recipeId);
      } catch (error) {
        if (signal.aborted) throw error;
        const hopeless = error instanceof HarmoniqError && error.code === 'not-found';
        if (hopeless) recovered.push(intent.recipeId);
        else failure ??= error;
        logger.warn(
          { recipeId: intent.recipeId, reason: describeError(error) },
          'An unfinished playlist could not be completed',
        );
      }
    }
    if (failure !== undefined) throw failure as Error;
    return recovered;
  };

  return {
    publish,
    recover,
    list: async (signal) => (await api.list(signal)).map(toPlaylist),
    get: async (playlistId, signal) => {
      const playlist = await api.get(playlistId, signal);
      return playlist === undefined ? undefined : toPlaylist(playlist);
    },
    readItems: (playlistId, signal) => api.readItems(playlistId, signal),
    setPoster: (playlistId, ...rest) => mutexes.run(`playlist ${playlistId}`, () => setPoster(playlistId, ...rest)),
  };
};

const remember = (playlist: PlexPlaylist, recipeId: string, identity: PlexIdentity, journal: PublishJournal): void => {
  journal.saveRecord({
    recipeId,
    machineId: identity.machineId,
    playlistId: playlist.id,
    guid: playlist.guid ?? journal.getRecord(recipeId)?.guid,
    title: playlist.title,
  });
};

/** The user may rename the list in Plex; we follow. */
const rememberTitle = (playlist: PlexPlaylist, recipeId: string, journal: PublishJournal): void => {
  const record = journal.getRecord(recipeId);
  if (record !== undefined && record.title !== playlist.title) journal.saveRecord({ ...record, title: playlist.title });
};
