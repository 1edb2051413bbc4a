/** Our line of a playlist's description, whatever moment it names. */
const ourLine = /Updated by Harmoniq on \d{4}-\d{2}-\d{2} \d{2}:\d{2}/g;
/** The same with whatever else the new line says after the moment. */
const ourLongLine = /Updated by Harmoniq on \d{4}-\d{2}-\d{2} \d{2}:\d{2}[^\n]*/g;

/**
 * Puts our line into a description. Where an older one stands it is replaced in its place; else it goes to the end. What the user wrote stays byte for
 * byte.
 */
export const updateSummary = (summary: string, line: string): string => {
  if (line === '') return summary;
  const pattern = line.replace(ourLine, '') === '' ? ourLine : ourLongLine;
  if (summary.search(pattern) >= 0) return summary.replace(pattern, () => line);
  if (summary.includes(line)) return summary;
  return summary === '' ? line : `${summary}${summary.endsWith('\n') ? '' : '\n'}${line}`;
};
