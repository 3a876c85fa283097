import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noticeHtml } from '#adapters/notify/mail-html.ts';
import { digestBlocks, noticeBlocks } from '#adapters/notify/slack-blocks.ts';
import { noticeCard } from '#adapters/notify/teams-card.ts';
import { nightAt, notices } from '#testkit/told-stories.ts';
import { slackPage } from './pictures-slack.ts';
import { teamsPage } from './pictures-teams.ts';

/** Draws docs/pictures with the system's Chromium: mails as they are, Slack and Teams out of the very blocks and cards that are sent. */
const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'selfheal-pictures-'));

interface Picture {
  readonly html: string;
  readonly width: number;
  readonly dark?: boolean;
  /** Chromium measures no window narrower than 500 pixels. */
  readonly taller?: number;
}

const { asked, healed, page } = notices();
const links = { approve: 'https://selfheal.example.com/answer/…', reject: 'https://selfheal.example.com/answer/…' };
const lines = [page, asked, healed].map(({ kind, message, incident }) => ({ incident: incident.id, kind, headline: message.headline }));
const digest = {
  id: 'digest-ops-1',
  at: nightAt,
  headline: '41 incidents so far in one storm: 1 need you now, 1 ask you',
  tone: 'page',
  lines,
  more: 38,
  details: 'https://selfheal.example.com',
  over: false,
} as const;

const pictures: Readonly<Record<string, Picture>> = {
  'mail-question': { html: noticeHtml(asked, links), width: 720 },
  'mail-question-phone-dark': { html: noticeHtml(asked, links), width: 390, dark: true, taller: 1.25 },
  'mail-healed': { html: noticeHtml(healed), width: 720 },
  'mail-page': { html: noticeHtml(page), width: 720 },
  'slack-question': { html: slackPage([noticeBlocks(asked)]), width: 760 },
  'slack-healed': { html: slackPage([noticeBlocks(healed)]), width: 760 },
  'slack-digest': { html: slackPage([digestBlocks(digest)]), width: 760 },
  'teams-page': { html: teamsPage(noticeCard(page)), width: 720 },
};

function chromiumOn(file: string, ...flags: readonly string[]): string {
  const all = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${join(scratch, 'profile')}`, ...flags];
  return execFileSync(chromium, [...all, `file://${file}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 });
}

for (const [name, { html, width, dark = false, taller = 1 }] of Object.entries(pictures)) {
  const file = join(scratch, `${name}.html`);
  // The page says how tall it is, so that the picture ends where it ends.
  writeFileSync(
    file,
    html.replace('</body>', '<script>document.title = "height=" + document.documentElement.scrollHeight</script></body>'),
  );
  const look = dark ? ['--blink-settings=preferredColorScheme=0'] : ['--blink-settings=preferredColorScheme=1'];
  const dom = chromiumOn(file, ...look, `--window-size=${width},200`, '--dump-dom');
  const height = Math.round(taller * Number(/<title>height=(\d+)/.exec(dom)?.[1] ?? 1_200));
  chromiumOn(file, ...look, `--window-size=${width},${height}`, `--screenshot=${join(folder, `${name}.png`)}`);
  console.log(`${name}.png ${width}×${height}`);
}
rmSync(scratch, { recursive: true, force: true });
