export interface StreamEvent {
  /** undefined = not named. */
  readonly name: string | undefined;
  readonly data: string;
}

/** What is longer is thrown away up to the end of its event. */
const longestEvent = 1_000_000;

/** Takes a stream of server-sent events apart, whatever pieces it comes in (WHATWG HTML, "event stream interpretation"). */
export const createEventStreamReader = (onEvent: (event: StreamEvent) => void) => {
  let line = '';
  let name: string | undefined;
  let data: string[] = [];
  let length = 0;
  let endedWithReturn = false;

  const takeField = (text: string): void => {
    const at = text.indexOf(':');
    const field = at < 0 ? text : text.slice(0, at);
    const value = at < 0 ? '' : text.slice(at + 1).replace(/^ /, '');
    if (field === 'event') name = value;
    if (field === 'data') data.push(value);
  };
  const finishEvent = (): void => {
    const event = { name: name === '' ? undefined : name, data: data.join('\n') };
    const whole = data.length > 0 && length <= longestEvent;
    name = undefined;
    data = [];
    length = 0;
    if (whole) onEvent(event);
  };
  const finishLine = (text: string): void => {
    if (text === '') return finishEvent();
    length += text.length;
    if (length <= longestEvent) takeField(text);
    else data = [];
  };

  const add = (part: string): void => {
    // A line may end with CR, LF or both, and a part may end between the two.
    const text = endedWithReturn && part.startsWith('\n') ? part.slice(1) : part;
    if (part !== '') endedWithReturn = part.endsWith('\r');
    const lines = text.split(/\r\n|\r|\n/);
    lines[0] = line + (lines[0] ?? '');
    line = lines.pop() ?? '';
    for (const complete of lines) finishLine(complete);
    if (line.length > longestEvent) {
      length += line.length;
      line = line.slice(0, 1);
    }
  };
  return { add };
};
