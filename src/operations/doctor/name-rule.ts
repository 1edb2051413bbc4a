/** `home_rules guests`, `home_rules no. 2`. */
export const nameRule = (name: string | undefined, index: number): string => `home_rules ${name ?? `no. ${index + 1}`}`;
