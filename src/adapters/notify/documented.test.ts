import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { expect, test } from 'vitest';
import { ChannelConfig, usualNotices } from '#config/channels.ts';
import { nightAt, notices } from '#testkit/told-stories.ts';
import { channelOf } from './channel-of.ts';
import { signatureOf } from './webhook.ts';

const page = readFileSync(new URL('../../../docs/channels.md', import.meta.url), 'utf8');
const block = (language: string): string => new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)?.[1] ?? '';

test('the check of a signature in the documentation takes ours, and nothing that was changed, is old, or is unsigned', async () => {
  const source = stripTypeScriptTypes(block('ts'));
  const { isOurs } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  const seconds = nightAt / 1_000;
  const headers = new Headers({
    'selfheal-timestamp': String(seconds),
    'selfheal-signature': `v1=${signatureOf('s', seconds, '{"a":1}')}`,
  });
  expect(isOurs('s', headers, '{"a":1}', nightAt)).toBe(true);
  expect(isOurs('s', headers, '{"a":2}', nightAt)).toBe(false);
  expect(isOurs('t', headers, '{"a":1}', nightAt)).toBe(false);
  expect(isOurs('s', headers, '{"a":1}', nightAt + 301_000)).toBe(false);
  expect(isOurs('s', new Headers(), '{"a":1}', nightAt)).toBe(false);
});

test('the document in the documentation is ours, and every field of an incident is named', () => {
  const documented = JSON.parse(block('json'));
  const { document } = notices().healed;
  expect(Object.keys(documented)).toEqual(Object.keys(document));
  const { incident, plan, sent } = JSON.parse(JSON.stringify(document));
  expect(incident).toMatchObject(documented.incident);
  expect(Object.keys(documented.plan)).toEqual(Object.keys(plan));
  expect(documented.sent).toEqual(sent);
  for (const field of Object.keys(incident)) expect(page).toMatch(new RegExp(`[\`, \n]${field}[\`, \n]`));
});

test('the table of kinds says what each kind does', async () => {
  const world = { aws: { account: '', region: 'eu-west-1' }, print: () => {}, now: () => nightAt };
  const needed: Readonly<Record<string, object>> = {
    slack: { channel: 'C1' },
    sns: { topic: 'arn:aws:sns:eu-west-1:123456789012:a' },
    email: { from: 'a@example.com', to: ['b@example.com'] },
    webhook: { url: 'https://example.com', secretEnv: 'S' },
  };
  for (const [kind, notices] of Object.entries(usualNotices)) {
    const { storms, renews, gets } = await channelOf(kind, ChannelConfig.parse({ kind, ...needed[kind] }), world);
    const row = page.split('\n').find((line) => line.startsWith(`| \`${kind}\` |`)) ?? '';
    const [, , said, many, place] = row.split('|').map((cell) => cell.trim());
    expect(said, kind).toBe(notices.join(', '));
    expect(many?.startsWith('as many'), kind).toBe(!storms);
    if (gets === 'latest') expect(place, kind).toBe(renews ? 'yes' : 'no');
  }
});
