/** Where the broker is and how to log in. Never logged or published as a whole. */
export interface Broker {
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** `later`: there is none yet, ask again. `none`: there will never be one, MQTT is off. */
export type BrokerAnswer =
  | { readonly kind: 'broker'; readonly broker: Broker }
  | { readonly kind: 'later'; readonly reason: string }
  | { readonly kind: 'none' };

/** Asked before every connection, since the Supervisor's credentials change. Throws HarmoniqError when the Supervisor cannot be asked. */
export type ResolveBroker = (signal: AbortSignal) => Promise<BrokerAnswer>;

/** Host and port, which is all that may be shown of a broker's address. */
export const describeBroker = ({ url }: Broker): string => {
  const { hostname, port } = new URL(url);
  return port === '' ? hostname : `${hostname}:${port}`;
};
