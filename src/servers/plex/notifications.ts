/** How to reach the notifications of one server. */
export interface ChannelOptions {
  readonly url: string;
  /** The token among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tlsInsecure: boolean;
  readonly pingEveryMs: number;
  readonly openTimeoutMs?: number | undefined;
}

export interface ChannelHandlers {
  onOpen(): void;
  /** A message as it came; `name` where the channel tells its kind. */
  onMessage(text: string, name?: string): void;
}

/** Why a channel is closed. `refused`: a server is there and will not have it; `failed`: nobody answers; `lost`: it was open. */
export interface ChannelEnd {
  readonly kind: 'refused' | 'failed' | 'lost';
  readonly reason: string;
  readonly status?: number | undefined;
}

/** One connection, from the first packet to the last. Resolves when it is over, at once when the signal fires; never rejects. */
export type Channel = (handlers: ChannelHandlers, signal: AbortSignal) => Promise<ChannelEnd>;
