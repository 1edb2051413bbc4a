import type { Redactor } from '../../../lib/redact.ts';
import type { CommandOutcome, House } from '../../../operations/house.ts';
import { cleanTexts } from '../clean-texts.ts';
import { toLine } from '../text.ts';
import type { Letter } from './mailbox.ts';

export interface CommandNewsOptions {
  readonly house: Pick<House, 'recipes'>;
  readonly instanceId: string;
  readonly redact: Redactor;
}

/** The event `harmoniq_command_done` or `harmoniq_command_failed`: what came of an event `harmoniq_command`, a button or a switch. Without secrets. */
export const writeCommandNews = (
  { command, recipeId, ok, message, code, track, player }: CommandOutcome,
  { house, instanceId, redact }: CommandNewsOptions,
): Letter => {
  const playlist = house.recipes.find(({ id }) => id === recipeId)?.playlistName;
  const data = {
    instance: instanceId,
    command,
    recipe: recipeId === undefined ? null : toLine(recipeId),
    playlist: playlist === undefined ? null : toLine(playlist),
    ok,
    message: toLine(message, 1_000),
    ...(code === undefined ? {} : { code }),
    track: track === undefined ? null : { artist: toLine(track.artist), title: toLine(track.title) },
    player: player === undefined ? null : toLine(player),
  };
  const event = ok ? 'harmoniq_command_done' : 'harmoniq_command_failed';
  return { event, data: cleanTexts(data, redact) as Letter['data'] };
};
