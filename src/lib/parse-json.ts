/** What a text says as JSON; undefined = no text, or no JSON. For texts that others wrote, where that is nothing to fail about. */
export const parseJson = (text: string | undefined): unknown => {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
