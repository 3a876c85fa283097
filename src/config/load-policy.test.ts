import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HealError } from '#domain/heal-error.ts';
import { loadPolicy, parsePolicy } from './load-policy.ts';
import { nearest } from './nearest.ts';
import { Policy } from './policy.ts';

const parse = (text: string) => parsePolicy(text, 'selfheal.yaml');

/** What is told about a text that is refused, a line each. */
function problems(text: string): readonly string[] {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof HealError && error.code === 'bad-config') return error.message.split('\n');
    throw error;
  }
  throw new Error(`not refused: ${text}`);
}

/** A sound webhook but for one field, which stands on line 3. */
function webhook(field: string): string {
  const sound = ['account: $.account', 'region: eu-west-1', 'resource: { type: "AWS::S3::Bucket", id: $.id }', 'title: $.title'];
  const others = sound.filter((each) => !each.startsWith(`${field.split(':')[0]}:`));
  return ['webhooks:', '  x:', ...[field, ...others].map((line) => `    ${line}`)].join('\n');
}

const everyKey = `
version: 1
mode: copilot
accounts:
  "012345678901": { name: shop, environment: prod }
  210987654321: { environment: dev }
regions: [eu-west-1]
limits: { monthlyUsd: 5, confidence: 0.9, risk: low }
rules:
  - name: payments
    match:
      account: "012345678901"
      region: [eu-*, us-east-1]
      resource: AWS::S3::Bucket
      id: pay-*
      arn: "arn:aws:s3:::pay-*"
      tag: { team: payments }
      environment: prod
      detection: s3.*
      action: s3.block-public-access
      actor: "*user/alice"
    verdict: ask
  - match: {}
    mode: dry-run
exceptions:
  - { match: { id: press-kit }, owner: web, reason: public on purpose, until: 2027-06-30 }
pipelines:
  - { name: deploy, role: "arn:aws:iam::012345678901:role/deploy", calls: ["s3:*"], resources: ["*"] }
guarded: [/app/mode]
freezes:
  - { name: holidays, from: 2026-12-20, to: "2027-01-04T12:00:00+01:00", match: { environment: prod } }
approvers:
  - dave
  - { match: { environment: prod }, who: [dave, grace], second: [grace] }
people:
  - { name: dave, slack: U024BE7LH, email: dave@example.com, arn: "arn:aws:iam::012345678901:user/dave" }
approval: { minutes: 30, onTimeout: tell, remindMinutes: 5, longestMinutes: 120 }
slack: { secretEnv: SLACK_SIGNING_SECRET, tokenEnv: SLACK_BOT_TOKEN, api: "https://slack-gov.com/api/" }
url: https://selfheal.example.com
topics:
  - { arn: "arn:aws:sns:eu-west-1:012345678901:alerts", publishers: aws-services }
webhooks:
  scanner:
    secretEnv: SCANNER_SECRET
    signatureHeader: x-scanner-signature
    account: $.account
    region: eu-west-1
    resource: { type: "AWS::S3::Bucket", id: "$['resource']['name']" }
    title: $.title
    severity: $.severity
    at: $.at
    id: $.id
    control: securityhub:S3.8
`;

describe('a policy', () => {
  test.each(['', '\n', '# nothing yet\n', '---\n', '{}'])('that says nothing is valid, and is the default: %j', (text) => {
    const { policy } = parse(text);
    expect(policy).toEqual(Policy.parse({}));
    expect(policy).toMatchObject({ version: 1, limits: { monthlyUsd: 20, confidence: 0.6, risk: 'medium' }, approval: { minutes: 60 } });
    expect(policy.mode).toBeUndefined();
  });

  test('keeps what it says', () => {
    const { policy } = parse(everyKey);
    expect(policy.accounts).toEqual({ '012345678901': { name: 'shop', environment: 'prod' }, '210987654321': { environment: 'dev' } });
    expect(policy.exceptions[0]?.until).toBe('2027-06-30');
  });

  test('knows the line of everything in it, and of nothing that is not', () => {
    const { where } = parse(everyKey);
    const lineOf = (part: string) => `selfheal.yaml:${everyKey.split('\n').findIndex((line) => line.includes(part)) + 1}`;
    expect(where('mode')).toBe(lineOf('mode: copilot'));
    expect(where('limits', 'confidence')).toBe(lineOf('limits:'));
    expect(where('accounts', '210987654321')).toBe(lineOf('210987654321'));
    expect(where('rules', 0)).toBe(lineOf('- name: payments'));
    expect(where('rules', 0, 'match', 'region', 1)).toBe(lineOf('region:'));
    expect(where('rules', 1)).toBe(lineOf('- match: {}'));
    expect(where('freezes', 0)).toBe(lineOf('name: holidays'));
    expect(where('rules', 2)).toBeUndefined();
    expect(parse('mode: dry-run').where('limits', 'risk')).toBeUndefined();
  });

  test('knows the line of a rule that is an alias', () => {
    expect(parse('rules:\n  - &r { match: {}, verdict: ask }\n  - *r').where('rules', 1, 'verdict')).toBe('selfheal.yaml:2');
  });
});

describe('a policy is refused with file, line and field', () => {
  test.each([
    ['limts:\n  monthlyUsd: 5', 'selfheal.yaml:1: limts is not known; did you mean limits?'],
    ['limits:\n  montlyUsd: 5', 'selfheal.yaml:2: limits.montlyUsd is not known; did you mean monthlyUsd?'],
    [
      'rules:\n  - match: { id: a }\n    verdict: ask\n  - match:\n      regoin: x\n    verdict: ask',
      'selfheal.yaml:5: rules.1.match.regoin is not known; did you mean region?',
    ],
    ['mode: copilot\nweather: fine', 'selfheal.yaml:2: weather is not known'],
    [
      'accounts:\n  123456789012: { enviroment: prod }',
      'selfheal.yaml:2: accounts.123456789012.enviroment is not known; did you mean environment?',
    ],
    ['limits: { perHour: { acount: 3 } }', 'selfheal.yaml:1: limits.perHour.acount is not known; did you mean account?'],
    [
      'windows: [{ name: x, open: [{ dasy: 1, hours: "01:00-02:00" }] }]',
      'selfheal.yaml:1: windows.0.open.0.dasy is not known; did you mean days?',
    ],
    ['bands: { tampering: { asc: 1 } }', 'selfheal.yaml:1: bands.tampering.asc is not known; did you mean ask?'],
    ['rules:\n  - { match: {}, verdict: ask, mach: {} }', 'selfheal.yaml:2: rules.0.mach is not known; did you mean match?'],
    ['limits: { mode: copilot }', 'selfheal.yaml:1: limits.mode is not known'],
    ['rlues: []', 'selfheal.yaml:1: rlues is not known; did you mean rules?'],
    ['slack: { aip: "https://slack.com/api/" }', 'selfheal.yaml:1: slack.aip is not known; did you mean api?'],
    ['channels:\n  ops:\n    channel: C1\n    knid: slack', 'selfheal.yaml:4: channels.ops.knid is not known; did you mean kind?'],
    [webhook('tittle: $.t'), 'selfheal.yaml:3: webhooks.x.tittle is not known; did you mean title?'],
  ])('when a key is unknown: %j', (text, told) => {
    expect(problems(text)).toEqual([told]);
  });

  test.each([
    ['\nmode: fast', /^selfheal\.yaml:2: mode: .*"autopilot"\|"copilot"\|"dry-run"/],
    ['channels: { ops: { kind: slak } }', /^selfheal\.yaml:1: channels\.ops\.kind: .*; did you mean slack\?$/],
    [
      'people:\n  - { name: dave, email: ops@example.com }\n  - { name: grace, email: Ops@example.com }',
      /^selfheal\.yaml:3: people\.1\.email: Ops@example\.com stands at people\.0 already/,
    ],
    ['people:\n  - { name: dave }\n  - { name: "Dave " }', /^selfheal\.yaml:3: people\.1\.name: Dave stands at people\.0 already/],
    ['mode: co-pilot', /^selfheal\.yaml:1: mode: .*; did you mean copilot\?$/],
    ['version: 2', /^selfheal\.yaml:1: version: .*expected 1/],
    ['limits:\n  monthlyUsd: -1', /^selfheal\.yaml:2: limits\.monthlyUsd: .*>=0/],
    ['limits:\n  confidence: 60', /^selfheal\.yaml:2: limits\.confidence: .*<=1/],
    ['rules:\n  verdict: ask', /^selfheal\.yaml:1: rules: .*expected array/],
    ['rules:\n  - match: {}', /^selfheal\.yaml:2: rules\.0: a rule says a mode or a verdict/],
    [
      'rules:\n  - match: { account: 123456789012 }\n    verdict: ask',
      /^selfheal\.yaml:2: rules\.0\.match\.account: .*put quotes around it/,
    ],
    ['accounts:\n  012345678901: {}', /^selfheal\.yaml:\d: accounts\.12345678901: an account id has 12 digits; put quotes around/],
    [
      'exceptions:\n  - match: {}\n    owner: web\n    reason: old\n    until: tomorrow',
      /^selfheal\.yaml:5: exceptions\.0\.until: Invalid ISO date/,
    ],
    ['exceptions:\n  - { match: {}, reason: none, until: 2027-01-01 }', /^selfheal\.yaml:2: exceptions\.0\.owner: /],
    ['freezes:\n  - { name: odd, from: 2026-12-24, to: 2026-12-20 }', /^selfheal\.yaml:2: freezes\.0: it ends before it begins/],
    ['pipelines:\n  - { name: ci, role: deploy, calls: ["*"], resources: ["*"] }', /^selfheal\.yaml:2: pipelines\.0\.role: the ARN/],
    ['- autopilot', /^selfheal\.yaml:1: the file: .*expected object/],
    ['webhooks:\n  x: { account: $.a, region: $.r, resource: { type: $.t, id: $.i } }', /^selfheal\.yaml:2: webhooks\.x\.title: /],
    [webhook('account: 123456789012'), /^selfheal\.yaml:3: webhooks\.x\.account: is no text; put quotes around it/],
    [webhook('account: "12345"'), /^selfheal\.yaml:3: webhooks\.x\.account: an account id has 12 digits/],
    [webhook('account: $.accounts[*].id'), /^selfheal\.yaml:3: webhooks\.x\.account: .*may find several values/],
    [webhook('region: "$.["'), /^selfheal\.yaml:3: webhooks\.x\.region: .*is not a JSONPath/],
    [webhook('severity: bad'), /^selfheal\.yaml:3: webhooks\.x\.severity: is low, medium, high or critical/],
    [webhook('secretEnv: "s3cr3t!"'), /^selfheal\.yaml:3: webhooks\.x\.secretEnv: is the name of an environment variable/],
    [webhook('signatureHeader: x-signature'), /^selfheal\.yaml:3: webhooks\.x\.signatureHeader: means nothing without secretEnv/],
    [webhook('at: yesterday'), /^selfheal\.yaml:3: webhooks\.x\.at: is no time/],
    [webhook('resource: { type: bucket, id: $.id }'), /^selfheal\.yaml:3: webhooks\.x\.resource\.type: is no type of CloudFormation's/],
    ['webhooks:\n  My Hook: {}', /^selfheal\.yaml:2: webhooks\.My Hook: a webhook's name/],
    [
      'topics:\n  - { arn: "arn:aws:sns:eu-west-1:012345678901:*", publishers: anyone }',
      /^selfheal\.yaml:2: topics\.0\.arn: the ARN of one/,
    ],
    ['topics:\n  - { arn: "arn:aws:sns:eu-west-1:012345678901:alerts" }', /^selfheal\.yaml:2: topics\.0\.publishers: /],
    ['approval: { minutes: 0 }', /^selfheal\.yaml:1: approval\.minutes: /],
    ['approvers:\n  - { who: [dave], second: true }', /^selfheal\.yaml:2: approvers\.0.*nobody could be the second one/],
    ['approvers:\n  - { who: dave, secnd: true }', /^selfheal\.yaml:2: approvers\.0\.secnd is not known; did you mean second\?/],
    ['people: [{ name: dave, slack: dave }]', /^selfheal\.yaml:1: people\.0\.slack: a member id of Slack/],
    ['url: selfheal.example.com', /^selfheal\.yaml:1: url: is no address/],
  ])('when a value is wrong: %j', (text, told) => {
    expect(problems(text)).toEqual([expect.stringMatching(told)]);
  });

  test.each([
    ['mode: copilot\nrules: [', /^selfheal\.yaml:2: not YAML: /],
    ['mode: copilot\nmode: autopilot', /^selfheal\.yaml:2: not YAML: .*unique/],
    ['mode: dry-run\n---\nmode: autopilot', /^selfheal\.yaml:\d: not YAML: /],
    ['mode: *nowhere', /^selfheal\.yaml: not usable YAML: .*nowhere/],
  ])('when it is not YAML: %j', (text, told) => {
    expect(problems(text)[0]).toMatch(told);
  });

  test('when aliases would make it grow without bounds', () => {
    const grown = (name: string, of: string) => `${name}: &${name} [${Array.from({ length: 10 }, () => of).join(', ')}]`;
    expect(problems([grown('a', 'x'), grown('b', '*a'), grown('c', '*b')].join('\n'))[0]).toMatch(/not usable YAML: .*alias/i);
  });

  test('with all of its problems at once, as text and as details', () => {
    const text = 'mode: fast\nlimits: { risk: none, cost: 3 }\nrules:\n  - match: { idd: x }\n    verdict: maybe';
    const told = problems(text);
    for (const field of ['mode', 'limits.risk', 'limits.cost', 'rules.0.match.idd', 'rules.0.verdict'])
      expect(told.filter((line) => line.includes(`: ${field}`))).toHaveLength(1);
    expect(() => parse(text)).toThrow(expect.objectContaining({ details: { file: 'selfheal.yaml', problems: expect.any(Array) } }));
  });
});

describe('the file', () => {
  const inFolder = async (run: (folder: string) => Promise<void>): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'policy-'));
    try {
      await run(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test('that is not there is an empty policy', () =>
    inFolder(async (folder) => {
      const { policy, where } = await loadPolicy(join(folder, 'selfheal.yaml'));
      expect(policy).toEqual(Policy.parse({}));
      expect(where('mode')).toBeUndefined();
    }));

  test('that is there is read, and named in what is told', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'mine.yaml');
      writeFileSync(file, 'mode: copilot');
      expect((await loadPolicy(file)).where('mode')).toBe(`${file}:1`);
      writeFileSync(file, 'mode: none');
      await expect(loadPolicy(file)).rejects.toThrow(`${file}:1: mode: `);
    }));

  test('that cannot be read is an error, not an empty policy', () =>
    inFolder(async (folder) => {
      await expect(loadPolicy(folder)).rejects.toThrow(expect.objectContaining({ code: 'bad-config' }));
    }));
});

describe('the nearest word', () => {
  test.each([
    ['limts', 'limits'],
    ['Limits', 'limits'],
    ['mdoe', 'mode'],
    ['regoins', 'regions'],
    ['freezs', 'freezes'],
    ['weather', undefined],
    ['x', undefined],
    ['', undefined],
  ])('to %j is %j', (word, found) => {
    expect(nearest(word, ['mode', 'regions', 'limits', 'id', 'freezes'])).toBe(found);
  });

  test('is the closest of several', () => {
    expect(nearest('rolls', ['roles', 'rules'])).toBe('roles');
    expect(nearest('rule', ['roles', 'rules'])).toBe('rules');
  });
});
