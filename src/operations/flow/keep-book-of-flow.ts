import type { Library } from '../../library/library.ts';
import type { PublishJournal } from '../../servers/server.ts';
import { changeFlowState } from './flow-state.ts';

/**
 * The journal for the run of a flow, or for its undo. From the first write on the playlist is made for no moment, and holds nothing that was brought back,
 * until the end: were the write cut off, and the flow then to ask for what the list held before, it would look as if nothing were to be done about the
 * mixture.
 */
export const keepBookOfFlow = (
  library: Pick<Library, 'journal' | 'getSetting' | 'setSetting'>,
  recipeId: string,
): PublishJournal => ({
  ...library.journal,
  begin(intent) {
    changeFlowState(library, recipeId, (state) => ({ ...state, applied: undefined, broughtBack: undefined }));
    library.journal.begin(intent);
  },
});
