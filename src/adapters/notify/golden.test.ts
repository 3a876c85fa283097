import { describe, expect, test } from 'vitest';
import { notices } from '#testkit/told-stories.ts';
import { digestHtml, noticeHtml } from './mail-html.ts';
import { digestBlocks, noticeBlocks } from './slack-blocks.ts';
import { digestCard, noticeCard } from './teams-card.ts';
import { digestText, noticeText } from './text.ts';

const pretty = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
const golden = (name: string): string => `golden/${name}`;
const links = { approve: 'https://selfheal.example.com/answer/yes', reject: 'https://selfheal.example.com/answer/no' };

describe.each(Object.entries(notices()))('a notice that is %s', (name, notice) => {
  test('is this mail', async () => {
    const answers = notice.message.plan === undefined ? undefined : links;
    await expect(noticeHtml(notice, answers)).toMatchFileSnapshot(golden(`${name}.html`));
    await expect(noticeText(notice, answers)).toMatchFileSnapshot(golden(`${name}.txt`));
  });
  test('is these Slack blocks', () => expect(pretty(noticeBlocks(notice))).toMatchFileSnapshot(golden(`${name}.slack.json`)));
  test('is this Teams card', () => expect(pretty(noticeCard(notice))).toMatchFileSnapshot(golden(`${name}.teams.json`)));
  test('is this document for programs', () => expect(pretty(notice.document)).toMatchFileSnapshot(golden(`${name}.document.json`)));
});

test('a storm is one digest in every form', async () => {
  const { asked, page, healed } = notices();
  const digest = {
    id: 'digest-ops-1',
    at: asked.at,
    headline: '41 incidents so far in one storm: 1 need you now, 1 ask you',
    tone: 'page',
    lines: [page, asked, healed].map(({ kind, message, incident }) => ({ incident: incident.id, kind, headline: message.headline })),
    more: 38,
    details: 'https://selfheal.example.com',
    over: false,
  } as const;
  await expect(digestHtml(digest)).toMatchFileSnapshot(golden('digest.html'));
  await expect(digestText(digest)).toMatchFileSnapshot(golden('digest.txt'));
  await expect(pretty(digestBlocks(digest))).toMatchFileSnapshot(golden('digest.slack.json'));
  await expect(pretty(digestCard(digest))).toMatchFileSnapshot(golden('digest.teams.json'));
});
