import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message, Notice } from '#ports/notify.ts';
import { noticeFrom, stories } from '#testkit/told-stories.ts';
import { noticeHtml } from './mail-html.ts';
import { escaped } from './slack.ts';
import { noticeBlocks } from './slack-blocks.ts';
import { subjectOf } from './sns.ts';
import { noticeCard } from './teams-card.ts';
import { noticeText } from './text.ts';

/** What names, tags and errors of others may hold: markup of every channel, control characters, keys. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' style='display:none",
    '&lt;b&gt;',
    '<!channel> <@U024BE7LH> <https://evil.example|Approve>',
    '*bold* _it_ ~no~ `code` ```x```',
    '[Approve](https://evil.example)',
    '<at>everyone</at>',
    'a\r\nBcc: everybody@example.com\r\n\r\nhello',
    '\u202egnp.exe\u200b\u0000\u001b[31m',
  ),
  fc
    .tuple(fc.constant('ghp_'), fc.string({ unit: fc.constantFrom(...'abcdefABCDEF0123456789'), minLength: 36, maxLength: 36 }))
    .map((parts) => parts.join('')),
);

/** The question of the stories, with something nasty wherever others have a say. */
function poisoned(text: string, times = 1): Notice {
  const { asked } = stories;
  const { incident } = asked;
  const { diagnosis, plan } = incident;
  if (diagnosis === undefined || plan === undefined) throw new Error('a question has both');
  return noticeFrom(
    {
      ...asked,
      changes: many({ path: text, before: text, after: { [text]: text } }, times),
      ledger: [
        ...asked.ledger,
        { ...asked.ledger[0], seq: 9, kind: 'answered', by: text, answer: text, channel: text } as (typeof asked.ledger)[number],
      ],
      incident: {
        ...incident,
        title: text,
        why: text,
        resource: { ...incident.resource, id: text === '' ? 'x' : text },
        signal: { ...incident.signal, operation: text, actor: { type: text, arn: text, sourceIp: text } },
        diagnosis: {
          ...diagnosis,
          wrong: text,
          cause: text,
          evidence: many({ id: text, what: text, source: text, at: 0 }, times),
          gaps: many({ kind: text, source: text, because: text }, times),
          analysis: { model: text, outcome: 'answered', cause: text, claims: many({ text, evidence: [text] }, times) },
        },
        plan: { ...plan, rounds: [many({ service: text, operation: text, input: { [text]: text } }, times)] },
      },
    },
    'asked',
  );
}

const many = <T>(one: T, times: number): T[] => Array.from({ length: times }, () => one);
const texts = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
const runs = 60;
const each = (check: (notice: Notice, text: string) => void): void =>
  fc.assert(
    fc.property(nasty, (text) => check(poisoned(text), text)),
    { numRuns: runs },
  );

/** Every tag without the values of its attributes; `<` begins a tag wherever it stands. */
const tagsOf = (html: string): readonly string[] => (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'));

test('nothing that others wrote adds a tag, an attribute or a link to a mail', () => {
  const ours = tagsOf(noticeHtml(poisoned('harmless')));
  const links = (tags: readonly string[]): number => tags.filter((tag) => tag.startsWith('<a')).length;
  each((notice) => {
    const tags = tagsOf(noticeHtml(notice));
    expect([...new Set(tags)].filter((tag) => !ours.includes(tag))).toEqual([]);
    expect(links(tags)).toBe(links(ours));
  });
});

test('nothing that others wrote is markup, a mention or a link in Slack, and no limit of its blocks is passed', () => {
  each((notice) => {
    const blocks = noticeBlocks(notice);
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(blocks)).not.toMatch(/"type":"(mrkdwn|markdown|user|broadcast|usergroup|channel)"/);
    expect(JSON.stringify(blocks).match(/"type":"link"/g)).toHaveLength(1);
    for (const text of texts(blocks)) expect(text.length).toBeLessThanOrEqual(3_000);
    expect(escaped(notice.message.headline)).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
  });
});

test('nothing that others wrote is markup in Teams, and a card fits into a message', () => {
  each((notice) => {
    const card = noticeCard(notice);
    expect(JSON.stringify(card)).not.toMatch(/"type":"(TextBlock|FactSet)"/);
    expect(card.actions.map(({ url }) => url)).toEqual([notice.message.details]);
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(28 * 1_024);
  });
});

test('texts hold no secret, no control character and nothing without a width; a subject is one line of ASCII', () => {
  each((notice, text) => {
    const all = texts(notice.message satisfies Message);
    for (const said of all) expect(said).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u);
    expect(notice.message.headline.length).toBeLessThanOrEqual(150);
    expect(subjectOf(notice.message.headline)).toMatch(/^[\x20-\x7e]{1,99}$/);
    if (text.startsWith('ghp_') && text.length === 40)
      for (const form of [all, noticeHtml(notice), noticeText(notice), noticeBlocks(notice), noticeCard(notice), notice.document])
        expect(JSON.stringify(form)).not.toContain(text);
  });
});

test.each(['🪣', '"\\', '表'])('however much others wrote (%s), every service takes the message, with its question', (letter) => {
  const notice = poisoned(letter.repeat(4_000), 30);
  const blocks = noticeBlocks(notice);
  expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(10_000);
  expect(JSON.stringify(blocks)).toMatch(/"selfheal:approve".*"The whole story"/);
  expect(Buffer.byteLength(JSON.stringify(noticeCard(notice)))).toBeLessThan(28 * 1_024);
  // As SNS has them: texts within a text.
  const forms = JSON.stringify({ default: JSON.stringify(notice.document), email: noticeText(notice), sms: notice.message.headline });
  expect(Buffer.byteLength(forms)).toBeLessThan(256 * 1_024);
  for (const form of [blocks, noticeCard(notice), notice.document]) expect(JSON.stringify(form)).not.toMatch(/\\ud[89a-f]/i);
});
