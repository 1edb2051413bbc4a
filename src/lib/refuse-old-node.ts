const oldest = [22, 18] as const;

/** Ends the process with a sentence when this Node is too old to run Harmoniq. Must be imported and called before anything else. */
export const refuseOldNode = (version: string = process.versions.node): void => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  process.stderr.write(
    `Harmoniq needs Node ${oldest.join('.')} or newer, this is ${version}. In a checkout "npm start" brings the right one along.\n`,
  );
  process.exit(78);
};
