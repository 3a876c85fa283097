import { z } from 'zod';
import { AnyHours } from './hours.ts';
import { Match } from './match.ts';

const environmentVariable = z.string().regex(/^[A-Za-z_]\w*$/, 'is the name of an environment variable, not the secret itself');
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "a channel's name has lower-case letters, digits and dashes");
const address = z.email('is no e-mail address');
const region = z
  .string()
  .regex(/^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/, 'is no region, like eu-west-1')
  .optional()
  .describe('default: the home region');
/** Loopback may be plain, for a test or a gateway of one's own; everything else is encrypted. */
const url = z.url().regex(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/, 'begins with https://');

const told = ['opened', 'moved', 'asked', 'answered', 'page', 'ended', 'left'] as const;

/** Which incidents a channel is told of, and what of each. */
export const Route = z.strictObject({
  match: Match.optional(),
  on: z.array(z.enum(told)).min(1).optional().describe('default: what is usual for the kind of channel'),
});
export type Route = Readonly<z.infer<typeof Route>>;

const common = {
  routes: z.array(Route).default([{}]).describe('each that matches speaks; none ([]): only what another channel passes on'),
  otherwise: name.optional().describe('the channel that is told when this one cannot be reached'),
  quiet: AnyHours.optional().describe('hours in which only pages are told; what came meanwhile is told when they are over'),
  storm: z
    .strictObject({
      notices: z.int().min(1).default(10).describe('more than so many new incidents …'),
      minutes: z.number().min(1).max(1_440).default(5).describe('… in so many minutes become one digest'),
    })
    .prefault({}),
};

/** One way to tell people or programs; secrets stand in environment variables of the engine. */
export const ChannelConfig = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('terminal'), ...common }),
  z.strictObject({
    kind: z.literal('slack'),
    channel: z.string().min(1).describe('id (C…) or name of a channel that the app is in'),
    tokenEnv: environmentVariable.default('SLACK_BOT_TOKEN').describe('holds the bot token (xoxb-…, scope chat:write)'),
    api: url.optional().describe('another address of the API, as of GovSlack'),
    ...common,
  }),
  z.strictObject({ kind: z.literal('teams'), urlEnv: environmentVariable.default('TEAMS_WEBHOOK_URL'), ...common }),
  z.strictObject({
    kind: z.literal('pagerduty'),
    keyEnv: environmentVariable.default('PAGERDUTY_ROUTING_KEY').describe('holds the integration key of Events API v2'),
    api: url.default('https://events.pagerduty.com').describe('https://events.eu.pagerduty.com in the EU service region'),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('sns'),
    topic: z.string().regex(/^arn:aws(-cn|-us-gov)?:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/, 'the ARN of a standard topic'),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('email'),
    from: address.describe('an identity that SES has verified'),
    to: z.array(address).min(1).max(50),
    region,
    ...common,
  }),
  z.strictObject({
    kind: z.literal('webhook'),
    url,
    secretEnv: environmentVariable.describe('holds the secret that each request is signed with'),
    ...common,
  }),
  z.strictObject({ kind: z.literal('eventbridge'), bus: z.string().min(1).default('default').describe('name or ARN'), region, ...common }),
  z.strictObject({ kind: z.literal('security-hub'), ...common }),
]);
export type ChannelConfig = Readonly<z.infer<typeof ChannelConfig>>;

/** `channels`: by name. Without any, notices stand on the terminal of `selfheal up`. */
export const Channels = z.record(name, ChannelConfig).superRefine((channels, { addIssue }) => {
  for (const [name, { otherwise }] of Object.entries(channels)) {
    if (otherwise === undefined) continue;
    const message = otherwise === name ? 'is the channel itself' : otherwise in channels ? undefined : `there is no channel ${otherwise}`;
    if (message !== undefined) addIssue({ code: 'custom', path: [name, 'otherwise'], message });
  }
});
export type Channels = Readonly<z.infer<typeof Channels>>;

/** What a channel is told when its routes do not say. A conversation that was begun is always brought to its end: answered, ended, left. */
export const usualNotices: Readonly<Record<ChannelConfig['kind'], readonly (typeof told)[number][]>> = {
  terminal: ['asked', 'page', 'ended'],
  slack: ['moved', 'asked', 'page', 'ended'],
  teams: ['asked', 'page', 'ended'],
  pagerduty: ['page'],
  sns: ['asked', 'page', 'ended'],
  email: ['asked', 'page', 'ended'],
  webhook: ['opened', 'asked', 'answered', 'page', 'ended', 'left'],
  eventbridge: ['opened', 'asked', 'answered', 'page', 'ended', 'left'],
  'security-hub': ['opened', 'asked', 'page', 'ended', 'left'],
};

/** Where no channel is named. */
export const usualChannels: Channels = Channels.parse({ terminal: { kind: 'terminal' } });
