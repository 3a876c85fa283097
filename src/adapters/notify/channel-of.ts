import type { ChannelConfig } from '#config/channels.ts';
import type { Channel } from '#ports/notify.ts';
import type { AwsConnection } from './aws-client.ts';
import { email, type LinksFor } from './email.ts';
import { eventBridge } from './event-bridge.ts';
import { pagerDuty } from './pagerduty.ts';
import { securityHub } from './security-hub.ts';
import { sns } from './sns.ts';
import { teams } from './teams.ts';
import { terminal } from './terminal.ts';
import { webhook } from './webhook.ts';

/** What channels need beside their own configuration. */
export interface ChannelWorld {
  readonly aws: AwsConnection;
  /** Where lines for the terminal go. */
  readonly print: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly links?: LinksFor | undefined;
}

/** A channel as the policy describes it. Slack's library and AWS's clients are loaded when they are first needed. */
export async function channelOf(name: string, config: ChannelConfig, { aws, print, now, links }: ChannelWorld): Promise<Channel> {
  switch (config.kind) {
    case 'terminal':
      return terminal(name, print);
    case 'slack': {
      const { slack } = await import('./slack.ts');
      return slack({ name, channel: config.channel, tokenVariable: config.tokenEnv, api: config.api });
    }
    case 'teams':
      return teams({ name, urlVariable: config.urlEnv });
    case 'pagerduty':
      return pagerDuty({ name, keyVariable: config.keyEnv, api: config.api });
    case 'sns':
      return sns({ name, topic: config.topic, aws });
    case 'email':
      return email({ name, from: config.from, to: config.to, aws: { ...aws, region: config.region ?? aws.region }, links });
    case 'webhook':
      return webhook({ name, url: config.url, secretVariable: config.secretEnv, now });
    case 'eventbridge':
      return eventBridge({ name, bus: config.bus, aws: { ...aws, region: config.region ?? aws.region } });
    case 'security-hub':
      return securityHub({ name, aws });
  }
}
