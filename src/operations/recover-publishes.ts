import { nothing } from './inputs.ts';
import { defineOperation } from './operation.ts';
import { noteServerAnswered, noteServerFailure } from './server-state.ts';

/** Ran at the start of the service, before the first cycle. */
export const recoverPublishes = defineOperation({
  name: 'recover-publishes',
  summary: 'Completes playlist writes that a former process left half done',
  input: nothing,
  mutates: true,
  run: async (house, _input, { signal }): Promise<{ readonly recipes: readonly string[] }> => {
    if (house.library.journal.getOpenIntents().length === 0) return { recipes: [] };
    try {
      const recipes = await house.server.playlists.recover(house.library.journal, signal);
      noteServerAnswered(house);
      if (recipes.length > 0) house.logger.info({ recipes }, 'Completed playlist writes left open by a former run');
      return { recipes };
    } catch (error) {
      noteServerFailure(house, error);
      throw error;
    }
  },
});
