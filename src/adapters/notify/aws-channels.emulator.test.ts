import { CreateEventBusCommand, EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCatalogue } from '#catalogue/catalogue.ts';
import type { Json } from '#domain/json.ts';
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { notices } from '#testkit/told-stories.ts';
import { email } from './email.ts';
import { eventBridge } from './event-bridge.ts';
import { sns } from './sns.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let sandbox: Sandbox;
const credentials = { accessKeyId: 'engine', secretAccessKey: 'not-checked' };
const account = '123456789012';
const region = 'eu-west-1';
const connection = () => ({ endpoint: sandbox.endpoint, region, credentials, maxAttempts: 1 });
const aws = () => ({ account, region, endpoint: sandbox.endpoint, credentials: async () => credentials });
const { asked, healed, page } = notices();

beforeAll(async () => {
  folder = await temporaryFolder();
  sandbox = await startSandbox({ port: 0, demo: false, dataDir: folder.path });
});
afterAll(async () => {
  await sandbox?.stop();
  await folder.remove();
});

/** A queue, and how to read what is in it. */
async function queue(name: string) {
  const sqs = new SQSClient(connection());
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const arn = `arn:aws:sqs:${region}:${account}:${name}`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: arn }],
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return {
    arn,
    async bodies(): Promise<readonly Readonly<Record<string, unknown>>[]> {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }));
      return Messages.map(({ Body = '{}' }) => JSON.parse(Body));
    },
  };
}

interface SentMail {
  readonly source: string;
  readonly destinations: { readonly ToAddresses: readonly string[] };
  readonly subject: string;
  readonly body: string;
}

async function mails(): Promise<readonly SentMail[]> {
  const response = await fetch(`${sandbox.emulatorUrl}/moto-api/data.json`);
  const data = (await response.json()) as { readonly ses: { readonly Message?: readonly SentMail[] } };
  return data.ses.Message ?? [];
}

test('mail is read back from SES: one for each recipient with links of their own, HTML and text', async () => {
  const from = 'selfheal@example.com';
  const mail = email({
    name: 'mail',
    from,
    to: ['dave@example.com', 'grace@example.com'],
    aws: aws(),
    links: async (_, plan, recipient) => ({ approve: `https://x.example/${plan}/${recipient}/yes`, reject: 'https://x.example/no' }),
  });
  await expect(mail.tell(asked, undefined)).rejects.toMatchObject({ code: 'not-told', retry: 'later' });
  expect(await mails()).toEqual([]);
  await new SESv2Client(connection()).send(new CreateEmailIdentityCommand({ EmailIdentity: from }));
  expect(await mail.tell(asked, undefined)).toEqual({ thread: asked.incident.id });
  await mail.tell(healed, asked.incident.id);
  const sent = await mails();
  expect(sent.map(({ source, destinations, subject }) => [source, destinations.ToAddresses, subject])).toEqual([
    [from, ['dave@example.com'], asked.message.headline],
    [from, ['grace@example.com'], asked.message.headline],
    [from, ['dave@example.com'], healed.message.headline],
    [from, ['grace@example.com'], healed.message.headline],
  ]);
  for (const [index, recipient] of ['dave@example.com', 'grace@example.com'].entries())
    expect(sent[index]?.body).toContain(`https://x.example/${asked.message.plan}/${recipient}/yes`);
  expect(sent[2]?.body).not.toContain('x.example');
  expect(sent[0]?.body).toMatch(/^<!doctype html>/);
});

test('SNS gives text to people and JSON to programs', async () => {
  const client = new SNSClient(connection());
  const { TopicArn = '' } = await client.send(new CreateTopicCommand({ Name: 'alerts' }));
  const { arn, bodies } = await queue('alerts');
  await client.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arn }));
  const channel = sns({ name: 'topic', topic: TopicArn, aws: aws() });
  await channel.tell(page, undefined);
  const [body] = await bodies();
  expect(body).toMatchObject({
    Subject: expect.stringMatching(/^A public access block was removed: press-kit-eu - needs you now/),
    MessageAttributes: { 'selfheal-kind': { Value: 'page' }, 'selfheal-notice': { Value: page.id } },
  });
  const text = String(body?.['Message']);
  expect(text.startsWith('{') ? JSON.parse(text) : text.split('\n')[0]).toEqual(
    text.startsWith('{') ? page.document : page.message.headline,
  );
  await expect(sns({ name: 'gone', topic: `${TopicArn}-gone`, aws: aws() }).tell(page, undefined)).rejects.toMatchObject({
    retry: 'later',
  });
});

test('EventBridge gets each notice as an event of ours, and it opens nothing when it comes back', async () => {
  const client = new EventBridgeClient(connection());
  await client.send(new CreateEventBusCommand({ Name: 'incidents' }));
  const { arn, bodies } = await queue('bus');
  await client.send(new PutRuleCommand({ Name: 'all', EventBusName: 'incidents', EventPattern: JSON.stringify({ source: ['selfheal'] }) }));
  await client.send(new PutTargetsCommand({ Rule: 'all', EventBusName: 'incidents', Targets: [{ Id: 'queue', Arn: arn }] }));
  const bus = eventBridge({ name: 'bus', bus: 'incidents', aws: aws() });
  await bus.tell(asked, undefined);
  await bus.tell(healed, undefined);
  const events = await bodies();
  expect(events).toMatchObject([
    { source: 'selfheal', 'detail-type': 'Selfheal asked', detail: asked.document, resources: [asked.incident.resource.arn] },
    { source: 'selfheal', 'detail-type': 'Selfheal ended', detail: healed.document },
  ]);
  const catalogue = await openCatalogue({});
  for (const event of events) expect(catalogue.parse(event as Json, Date.now(), { trusted: true }).signals).toEqual([]);
});

test('a mail that was sent through the sandbox is a recorded call, and no reason for an incident', async () => {
  const catalogue = await openCatalogue({});
  const events = sandbox.proxy.events.after(0).map(({ event }) => event as Json);
  const mails = events.filter((event) => JSON.stringify(event).includes('"eventName":"SendEmail"'));
  expect(mails.length).toBeGreaterThan(3);
  const signals = mails.flatMap((event) => catalogue.parse(event, Date.now(), { trusted: true }).signals);
  expect((await Promise.all(signals.map(({ signal, event }) => catalogue.match(signal, event)))).flat()).toEqual([]);
});
