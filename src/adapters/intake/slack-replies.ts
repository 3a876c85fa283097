import type { View } from '@slack/web-api';
import { HealError } from '#domain/heal-error.ts';

/** Speaks to Slack because somebody pressed something there. */
export interface SlackReplies {
  /** Opens a form for who pressed; Slack allows it for three seconds. Throws HealError. */
  open(trigger: string, form: View): Promise<void>;
  /** Tells who pressed, and nobody else. Throws HealError. */
  say(address: string, message: { readonly text: string; readonly blocks?: readonly object[] }): Promise<void>;
}

interface SlackAccess {
  /** The bot token. */
  readonly token: string | undefined;
  /** Another address of the API; slack.com when absent. */
  readonly api?: string | undefined;
}

const timeoutMs = 2_500;
/** Where Slack and GovSlack have response addresses. */
const home = /^https:\/\/[a-z0-9-]+\.slack(?:-gov)?\.com\//;

/** Slack's Web API and its response addresses; nothing is tried twice, because people press again. */
export function slackReplies({ token, api }: SlackAccess): SlackReplies {
  return {
    async open(trigger, form) {
      if (token === undefined || token === '') throw new HealError('not-running', 'there is no bot token to open a form with');
      // Loaded when somebody needs it: most engines never speak to Slack.
      const { WebClient } = await import('@slack/web-api');
      const client = new WebClient(token, {
        timeout: timeoutMs,
        retryConfig: { retries: 0 },
        ...(api === undefined ? {} : { slackApiUrl: api }),
      });
      try {
        await client.views.open({ trigger_id: trigger, view: form });
      } catch (cause) {
        throw new HealError('unexpected', `Slack did not open the form: ${cause instanceof Error ? cause.message : String(cause)}`, {
          cause,
        });
      }
    },
    async say(address, message) {
      const ours = home.test(address) || (api !== undefined && new URL(address).origin === new URL(api).origin);
      if (!ours) throw new HealError('not-allowed', `${new URL(address).origin} is no address of Slack's: nothing is sent there`);
      const answer = await fetch(address, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message }),
      }).catch((cause: unknown) => {
        throw new HealError('timed-out', `Slack does not answer: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      });
      if (!answer.ok) throw new HealError('unexpected', `Slack answered ${answer.status} to a reply`);
    },
  };
}
