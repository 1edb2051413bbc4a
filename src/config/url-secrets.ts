/** The password inside an address, as written and decoded; nothing when the text is no address or carries none. */
export const listUrlSecrets = (value: string): readonly string[] => {
  if (!value.includes('@') || !URL.canParse(value)) return [];
  const { password } = new URL(value);
  if (password === '') return [];
  const written = /:\/\/[^/@]*?:(.*)@/.exec(value)?.[1] ?? password;
  return [...new Set([written, password, decode(password)])];
};

/** The address with its password hidden and without query or fragment, where tokens like to hide. */
export const maskUrl = (value: string): string =>
  value.replace(/(:\/\/[^/@:]*):[^@]*@/, '$1:(hidden)@').replace(/[?#].*$/, '?(hidden)');

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
