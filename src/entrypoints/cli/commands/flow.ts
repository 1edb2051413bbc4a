import { Argument, Option, type Command } from 'commander';
import { sameWindowName } from '../../../core/flow/same-window-name.ts';
import { HarmoniqError } from '../../../lib/errors.ts';
import { autoWindow } from '../../../operations/flow/choose-window.ts';
import type { FlowSummary, TrackExplanation } from '../../../operations/flow/flow-summary.ts';
import type { Banned } from '../../../operations/flow/not-today.ts';
import { suggestRecipes } from '../../../operations/suggest-names.ts';
import type { Act } from '../command.ts';
import {
  renderBanned,
  renderBent,
  renderExplanation,
  renderFlow,
  renderFlows,
  renderFollowed,
  renderRefreshed,
} from '../render-flows.ts';
import type { Session } from '../session.ts';

interface FlowFlags {
  readonly recipe?: string;
}
interface SetFlags extends FlowFlags {
  readonly size?: string;
  readonly familiarity?: string;
  readonly followHome?: string;
}

/** The playlist that follows the hour and the home. */
export const addFlowCommands = (program: Command, act: Act): void => {
  const group = program
    .command('flow')
    .description('the playlist that follows the hour and the home: what plays now, why, and what comes next')
    .option('--recipe <recipe>', 'which flow, where there are several; the first one unless told otherwise')
    .addHelpText(
      'after',
      '\nExamples:\n  harmoniq flow\n  harmoniq flow window "Dinner"\n  harmoniq flow window auto\n  harmoniq flow set --size 80 --familiarity 70\n  harmoniq flow explain "Low - Lullaby"',
    );
  act<FlowFlags>(group, showFlows);
  addSteering(group, act);
  addTrackCommands(group, act);
};

const recipeOf = ({ recipe }: FlowFlags): { readonly recipe?: string } => (recipe === undefined ? {} : { recipe });

const showFlows = async (session: Session, _args: unknown, { recipe }: FlowFlags): Promise<void> => {
  const all = (await session.call('list-flows')) as readonly FlowSummary[];
  const chosen = recipe === undefined ? all : all.filter((flow) => isNamed(flow, recipe));
  if (recipe !== undefined && chosen.length === 0)
    throw new HarmoniqError('not-found', `There is no flow "${recipe}".`, {
      hint:
        all.length === 0
          ? 'No flow is configured.'
          : suggestRecipes(
              recipe,
              all.map(({ recipeId: id, playlistName }) => ({ id, playlistName })),
            ),
    });
  session.ui.show(chosen, (flows) => renderFlows(session.ui, flows, Date.now(), session.zone()), session.zone());
};

const isNamed = ({ recipeId, playlistName }: FlowSummary, wanted: string): boolean =>
  recipeId === wanted || playlistName.toLowerCase() === wanted.trim().toLowerCase();

const addSteering = (group: Command, act: Act): void => {
  act<FlowFlags>(
    group
      .command('window <name>')
      .alias('choose')
      .description('choose a window by hand until the next change, or "auto" to follow the clock and the home again')
      .addHelpText(
        'after',
        '\nExamples:\n  harmoniq flow window "Dinner"\n  harmoniq flow window auto --recipe kitchen',
      ),
    async (session, [name = ''], flags) => {
      const window = sameWindowName(name, autoWindow) ? null : name;
      const flow = (await session.call('choose-window', { ...recipeOf(flags), window })) as FlowSummary;
      session.ui.show(flow, () => renderFollowed(session.ui, flow), session.zone());
    },
  );
  act<FlowFlags>(
    group
      .command('refresh')
      .description('draw a new list for the window that counts now')
      .addHelpText('after', '\nExample:\n  harmoniq flow refresh'),
    async (session, _args, flags) => {
      const flow = (await session.call('refresh-flow', recipeOf(flags))) as FlowSummary;
      session.ui.show(flow, () => renderRefreshed(session.ui, flow), session.zone());
    },
  );
  act<SetFlags>(
    group
      .command('set')
      .description('turn the dials: length, known or new music, whether the home may steer')
      .option('--size <tracks>', 'how many tracks, 1 to 1000; "auto" = as configured')
      .option(
        '--familiarity <percent>',
        'from 0 (first what you have not played yet) to 100 (first what you know); "auto" = as configured',
      )
      .addOption(new Option('--follow-home <state>', 'let the home steer the flow').choices(['on', 'off', 'auto']))
      .addHelpText(
        'after',
        '\nExamples:\n  harmoniq flow set --size 80\n  harmoniq flow set --familiarity 20 --follow-home off\n\nA running service makes the list anew within a minute; "harmoniq flow refresh" does it at once.',
      ),
    async (session, _args, flags) => {
      const flow = (await session.call('set-flow', { ...recipeOf(flags), ...readDials(flags) })) as FlowSummary;
      session.ui.show(flow, () => renderFlow(session.ui, flow, Date.now(), session.zone()), session.zone());
    },
  );
};

const readDials = ({ size, familiarity, followHome }: SetFlags): Readonly<Record<string, unknown>> => {
  if (size === undefined && familiarity === undefined && followHome === undefined)
    throw new HarmoniqError('invalid-input', 'Which dial shall be turned?', {
      hint: 'Give --size, --familiarity or --follow-home; "harmoniq flow set --help" tells more.',
    });
  return {
    ...(size === undefined ? {} : { size }),
    ...(familiarity === undefined ? {} : { familiarityPercent: familiarity }),
    ...(followHome === undefined ? {} : { followsHome: followHome === 'auto' ? null : followHome === 'on' }),
  };
};

const trackArgument = new Argument(
  '[track]',
  'its id, "artist - title", or a title that only one song has; what is being played unless told otherwise',
);

const addTrackCommands = (group: Command, act: Act): void => {
  const inputOf = (track: string | undefined, flags: FlowFlags): unknown => ({
    ...recipeOf(flags),
    ...(track === undefined ? {} : { track }),
  });
  act<FlowFlags>(
    group
      .command('more')
      .description('more like this: bend the flow towards a track for the rest of the window')
      .addArgument(trackArgument)
      .addHelpText('after', '\nExamples:\n  harmoniq flow more\n  harmoniq flow more "Low - Lullaby"'),
    async (session, [track], flags) => {
      const flow = (await session.call('more-like-this', inputOf(track, flags))) as FlowSummary;
      session.ui.show(flow, () => renderBent(session.ui, flow), session.zone());
    },
  );
  act<FlowFlags>(
    group
      .command('not-today')
      .description('keep a track out of every flow until tomorrow')
      .addArgument(trackArgument)
      .addHelpText('after', '\nExamples:\n  harmoniq flow not-today\n  harmoniq flow not-today "Low - Words"'),
    async (session, [track], flags) => {
      const banned = (await session.call('not-today', inputOf(track, flags))) as Banned;
      session.ui.show(banned, () => renderBanned(banned), session.zone());
    },
  );
  act<FlowFlags>(
    group
      .command('explain')
      .description('why a track is, or is not, in the flow now')
      .addArgument(new Argument('<track>', 'its id, "artist - title", or a title that only one song has'))
      .addHelpText('after', '\nExample:\n  harmoniq flow explain "Low - Lullaby"'),
    async (session, [track], flags) => {
      const answer = (await session.call('explain-track', inputOf(track, flags))) as TrackExplanation;
      session.ui.show(answer, () => renderExplanation(session.ui, answer), session.zone());
    },
  );
};
