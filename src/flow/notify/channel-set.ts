import type { ChannelConfig } from '#config/channels.ts';
import type { Tools } from '#flow/tools.ts';
import type { Channel } from '#ports/notify.ts';

/** A channel with what the policy says of it. */
export interface Configured {
  readonly channel: Channel;
  readonly config: ChannelConfig;
}

/** What telling needs from the world. */
export interface Telltale extends Pick<Tools, 'store' | 'blobs' | 'catalogue' | 'clock' | 'log' | 'policy' | 'process'> {
  /** As the policy names them now. */
  channels(): Promise<readonly Configured[]>;
  /** Is this an AWS on a laptop? Then every message says so. */
  readonly sandbox: boolean;
}
