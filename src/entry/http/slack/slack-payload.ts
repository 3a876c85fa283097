import { z } from 'zod';

const user = z.object({ id: z.string() });

/** A pressed button of one of our messages (docs.slack.dev/reference/interaction-payloads/block_actions-payload). */
const Pressed = z.object({
  type: z.literal('block_actions'),
  user,
  trigger_id: z.string().optional(),
  response_url: z.url().optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
});

/** A form that was sent (docs.slack.dev/reference/interaction-payloads/view-interactions-payload). */
const Submitted = z.object({
  type: z.literal('view_submission'),
  user,
  view: z.object({
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), z.looseObject({ value: z.string().nullish() }))) }),
  }),
});

/** What people do in Slack; other kinds of payload are nothing of ours. */
export const SlackPayload = z.discriminatedUnion('type', [Pressed, Submitted]);
export type SlackPayload = Readonly<z.infer<typeof SlackPayload>>;

/** What our buttons carry. */
export const Asked = z.object({ incident: z.string().max(64), plan: z.string().max(128) });
export type Asked = Readonly<z.infer<typeof Asked>>;

/** The same with the address where the message that was pressed can be answered. */
export const AskedForReason = Asked.extend({ respond: z.url().optional() });
export type AskedForReason = Readonly<z.infer<typeof AskedForReason>>;

/** What our buttons are called. */
export const buttons = ['approve', 'reject', 'snooze', 'details'] as const;
const prefix = 'selfheal:';

/** Which of our buttons was pressed. */
export const buttonOf = (action: string): (typeof buttons)[number] | undefined => buttons.find((each) => `${prefix}${each}` === action);

/** A JSON value that came as text; nothing when it is none or another one. */
export function readAs<T>(shape: z.ZodType<T>, text: string | undefined | null): T | undefined {
  try {
    return shape.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}
