import { z } from 'zod';
import { Match } from './match.ts';

const name = z.string().trim().min(1);
const variable = z.string().regex(/^[A-Za-z_]\w*$/, 'is the name of an environment variable, not the secret itself');

/** Who may answer where it matches; every entry that matches wants a yes of its own. */
const Approver = z
  .strictObject({
    match: Match.default({}).describe('which incidents; empty: all'),
    who: z
      .union([name, z.array(name)])
      .default([])
      .describe('names, as in people; empty: anyone with access, except who caused it'),
    second: z
      .union([z.boolean(), z.array(name).min(1)])
      .default(false)
      .describe('true: two different people must say yes; a list: the second one is one of these'),
  })
  .refine(({ who, second }) => second === false || differ([who].flat(), second === true ? [who].flat() : second), {
    path: ['second'],
    error: 'nobody could be the second one: it wants another person than who',
  });

/** Is there one of each list who is not the same person? An empty list is anybody. */
const differ = (who: readonly string[], second: readonly string[]): boolean =>
  who.length === 0 || second.length === 0 || who.some((one) => second.some((other) => other !== one));

/** Names, which count everywhere, and entries by match. */
export const Approvers = z.array(z.union([name, Approver]));
export type Approvers = Readonly<z.infer<typeof Approvers>>;

/** One person by all the names under which they come in. */
export const Human = z.strictObject({
  name,
  slack: z
    .string()
    .regex(/^[UW][A-Z0-9]{4,}$/, "a member id of Slack's, like U024BE7LH: see the person's profile, Copy member ID")
    .optional(),
  email: z.email().optional(),
  arn: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('ARNs under which they act in AWS; * is a wildcard. Whoever caused an incident cannot answer for it'),
  tokenEnv: variable
    .optional()
    .describe('holds a token of their own for the API and the page, of 32 characters or more: who sends it is this person'),
});
export type Human = Readonly<z.infer<typeof Human>>;

const plain = (text: string): string => text.trim().toLowerCase();

/** Nobody goes by the name, member id or address of another: the order would say who it is. */
export const People = z.array(Human).superRefine((people, { addIssue }) => {
  const known = new Map<string, string>();
  for (const [index, { name, slack, email }] of people.entries())
    for (const [key, text] of Object.entries({ name, slack, email })) {
      if (text === undefined) continue;
      const other = known.get(plain(text));
      if (other !== undefined && other !== `people.${index}`)
        addIssue({ code: 'custom', path: [index, key], message: `${text} stands at ${other} already: one person is one entry` });
      else known.set(plain(text), `people.${index}`);
    }
});

/** How a question is asked again and how it ends. */
export const Asking = z.strictObject({
  minutes: z.number().min(1).max(10_080).default(60).describe('a question nobody answered in this time ends expired'),
  onTimeout: z
    .enum(['page', 'tell'])
    .default('page')
    .describe('a question that nobody answers ends expired and nothing is written: page somebody, or only tell'),
  remindMinutes: z.number().min(0).max(1_440).default(10).describe('asked once more so long before it expires; 0: not'),
  longestMinutes: z.number().min(1).max(10_080).default(240).describe('however often it is snoozed, it expires so long after it was asked'),
});

/** Slack's app, whose buttons and forms are taken in at `/api/intake/slack`. */
export const SlackApp = z.strictObject({
  secretEnv: variable.default('SLACK_SIGNING_SECRET').describe("holds the app's signing secret"),
  tokenEnv: variable.default('SLACK_BOT_TOKEN').describe('holds the bot token (xoxb-…): with it Reject asks for a reason'),
  api: z
    .url()
    .regex(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/, 'begins with https://')
    .optional()
    .describe('another address of the API, as of GovSlack'),
});

/** Where people reach this engine from outside. */
export const Address = z.url({ protocol: /^https?$/, error: 'is no address, like https://selfheal.example.com' });
