import { setTimeout as sleep } from 'node:timers/promises';
import type { SlackReplies } from '#adapters/intake/slack-replies.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Answering } from '#entry/http/serving.ts';
import { incidentDetail } from '#entry/views/incident-view.ts';
import { questionView } from '#entry/views/question-view.ts';
import type { AnswerOptions } from '#flow/approval/answering.ts';
import { humanOf, type Person } from '#flow/approval/person.ts';
import { detailsMessage, escaped, reasonForm, rejectForm, type SlackMessage } from './slack-forms.ts';
import { Asked, AskedForReason, buttonOf, readAs, type SlackPayload } from './slack-payload.ts';

interface Given {
  readonly serving: Answering;
  readonly replies: SlackReplies;
  readonly once: NonNullable<AnswerOptions['once']>;
}

type Pressed = Extract<SlackPayload, { type: 'block_actions' }>;
type Submitted = Extract<SlackPayload, { type: 'view_submission' }>;

/** Slack shows a warning when it is not answered within three seconds. */
const patienceMs = 2_000;
const snoozeMinutes = 15;

/** Somebody pressed a button: what came of it is said to them alone; everybody else reads it in the incident's thread. */
export async function pressed(payload: Pressed, { canAsk, ...answering }: Given & { readonly canAsk: boolean }): Promise<undefined> {
  const [action] = payload.actions;
  const button = buttonOf(action?.action_id ?? '');
  const asked = readAs(Asked, action?.value);
  if (button === undefined || asked === undefined) return undefined;
  const { replies, serving } = answering;
  const { response_url: respond, trigger_id: trigger } = payload;
  const tell = async (message: SlackMessage | undefined): Promise<void> => {
    if (message !== undefined && respond !== undefined) await replies.say(respond, message);
  };
  const work =
    button === 'reject' && canAsk && trigger !== undefined
      ? replies.open(trigger, rejectForm({ ...asked, ...(respond === undefined ? {} : { respond }) }))
      : outcome(button, asked, payload.user.id, answering).then((message) => {
          const told = tell(message).catch((error: unknown) =>
            serving.log.warn(`Slack was not told what came of a button: ${asHealError(error).message}`),
          );
          serving.later?.(told);
        });
  const done = work.catch(async (error: unknown) => {
    serving.log.warn(`a button of Slack: ${asHealError(error).message}`);
    await tell({ text: escaped(asHealError(error).message) }).catch(() => undefined);
  });
  serving.later?.(done);
  await Promise.race([done, sleep(patienceMs, undefined, { ref: false })]);
  return undefined;
}

/** A form was sent: nothing closes it, an object keeps it open and says why. */
export async function submitted({ user, view }: Submitted, { serving, once }: Given): Promise<object | undefined> {
  const asked = readAs(AskedForReason, view.private_metadata);
  if (view.callback_id !== reasonForm.callback || asked === undefined) return undefined;
  const reason = view.state.values[reasonForm.block]?.[reasonForm.field]?.value?.trim() ?? '';
  const refused = (because: string): object => ({ response_action: 'errors', errors: { [reasonForm.block]: because } });
  if (reason === '') return refused('Say why: whoever meets this next will want to know.');
  try {
    await serving.engine.reject(asked.incident, personOf(user.id, serving), reason.slice(0, 500), { planHash: asked.plan, once });
    return undefined;
  } catch (error) {
    return refused(asHealError(error).message);
  }
}

async function outcome(
  button: NonNullable<ReturnType<typeof buttonOf>>,
  { incident: id, plan: planHash }: Asked,
  user: string,
  { serving, once }: Given,
): Promise<SlackMessage> {
  const { engine } = serving;
  const options = { planHash, once };
  try {
    switch (button) {
      case 'details':
        return await details(id, serving);
      case 'approve':
        return { text: escaped(approved(await engine.approve(id, personOf(user, serving), options))) };
      case 'reject':
        await engine.reject(id, personOf(user, serving), undefined, options);
        return { text: 'You rejected it: nothing is written.' };
      case 'snooze':
        await engine.snooze(id, personOf(user, serving), snoozeMinutes, options);
        return { text: `It is asked again in ${snoozeMinutes} minutes.` };
    }
  } catch (error) {
    return { text: escaped(asHealError(error).message) };
  }
}

const approved = ({ answer, heard, plan }: IncidentDocument): string =>
  answer === undefined
    ? `Your yes is recorded. It still takes a yes of ${heard?.wants ?? 'somebody else'}.`
    : `You approved it: ${callCount(plan?.rounds.flat().length ?? 0)} sent, unless the resource has changed.`;

const callCount = (calls: number): string => (calls === 1 ? 'one call is' : `${calls} calls are`);

async function details(id: string, { engine }: Answering): Promise<SlackMessage> {
  const { store, blobs, policy } = engine.tools;
  const incident = await store.incident(id);
  if (incident === undefined) throw new HealError('not-found', `there is no incident ${id} any more`);
  const view = questionView(await incidentDetail(incident, store, blobs));
  if (view !== undefined) return detailsMessage(id, view, policy().policy.url?.replace(/\/+$/, ''));
  const { stage, why } = incident;
  return { text: escaped(`${id} asks nothing any more: it is ${stage}: ${why}`) };
}

/** Slack attests the member id; who that is, the policy says. Who is not known might be the very person who caused it. */
function personOf(user: string, { engine }: Answering): Person {
  const human = humanOf(user, engine.tools.policy().policy.people);
  if (human !== undefined) return { name: human.name, channel: 'slack' };
  throw new HealError(
    'not-allowed',
    `Selfheal does not know who ${user} is: name them under people in selfheal.yaml ({ name: …, slack: ${user} })`,
  );
}
