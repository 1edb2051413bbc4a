/** Bytes that begin like a PNG file and are different for each name; nobody in the tests looks further. */
export const createPlainPicture = (name: string): Uint8Array =>
  Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new TextEncoder().encode(name)]);
