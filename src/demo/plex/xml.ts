/** The same answer as XML: plain values become attributes, lists and objects become elements. */
export function jsonToXml(json: string): string {
  const [name, value] = Object.entries(JSON.parse(json) as Record<string, unknown>)[0] as [string, unknown];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, value)}\n`;
}

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  if (typeof value !== 'object' || value === null) return `<${name} value="${escape(value)}"/>`;
  let attributes = '';
  let children = '';
  for (const [key, part] of Object.entries(value)) {
    if (typeof part === 'object' && part !== null) children += element(elementName(key, part), part);
    else attributes += ` ${key}="${escape(part)}"`;
  }
  return children === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${children}</${name}>`;
}

/** XML names the rows by what they are. */
function elementName(key: string, part: unknown): string {
  if (key !== 'Metadata' || !Array.isArray(part)) return key;
  const type = (part[0] as { type?: string } | undefined)?.type;
  if (type === 'track') return 'Track';
  return type === 'playlist' ? 'Playlist' : 'Directory';
}

function escape(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
