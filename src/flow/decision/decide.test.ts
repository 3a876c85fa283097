import { describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { parsePolicy } from '#config/load-policy.ts';
import type { Cost, Diagnosis, Mode, Plan } from '#domain/facts.ts';
import { start } from '#testkit/flow-world.ts';
import { type Case, decide } from './decide.ts';
import type { Subject } from './matches.ts';

const subject: Subject = {
  account: '123456789012',
  region: 'eu-west-1',
  resource: 'AWS::S3::Bucket',
  id: 'pay-slips',
  arn: 'arn:aws:s3:::pay-slips',
  tags: { team: 'payments' },
  environment: 'dev',
  detection: 's3.public-access-block-removed',
  action: 's3.block-public-access',
  actor: 'arn:aws:iam::123456789012:user/alice',
  class: 'violation',
  severity: 'high',
  at: start,
};
const diagnosis: Diagnosis = {
  class: 'violation',
  score: 0.5,
  contributions: [],
  confidence: 0.95,
  cause: '',
  evidence: [],
  observed: 'wrong',
  tags: {},
};
const free: Cost = { known: true, monthlyUsd: 0, onceUsd: 0, items: [] };
const plan: Plan = { action: blockPublicAccess.id, params: {}, rounds: [], from: '', predicted: '', cost: free, undo: 'undo', hash: 'h' };
const minute = 60_000;
const cooling = { kind: 'nothing-to-undo', because: 'a reboot leaves nothing', cooldownMs: 10 * minute } as const;

interface Given {
  readonly subject?: Partial<Subject>;
  readonly diagnosis?: Partial<Diagnosis>;
  readonly cost?: Partial<Cost>;
  readonly action?: Partial<NonNullable<Case['action']>>;
  readonly more?: Partial<Case>;
}

const caseOf = (given: Given = {}): Case => ({
  subject: { ...subject, ...given.subject },
  diagnosis: { ...diagnosis, ...given.diagnosis },
  actorKnown: true,
  action: { ...blockPublicAccess, ...given.action },
  plan: { ...plan, cost: { ...free, ...given.cost } },
  lastHeal: undefined,
  now: start,
  ...given.more,
});
const decided = (given: Given = {}, policy = '', mode: Mode = 'autopilot') =>
  decide(caseOf(given), parsePolicy(policy, 'selfheal.yaml'), mode);
const spoke = (given: Given, policy = '') =>
  decided(given, policy)
    .reasons.filter(({ verdict }) => verdict === 'ask')
    .map(({ rule }) => rule);

describe('the class decides first', () => {
  test.each([
    ['normal', 0, true, 'leave'],
    ['normal', 1, true, 'leave'],
    ['failure', 0, false, 'act'],
    ['failure', 1, false, 'act'],
    ['failure', 0.69, true, 'act'],
    ['failure', 0.7, true, 'ask'],
    ['violation', 0, true, 'act'],
    ['violation', 1, true, 'act'],
    ['tampering', 0, true, 'leave'],
    ['tampering', 0.39, true, 'leave'],
    ['tampering', 0.4, true, 'act'],
    ['tampering', 0.69, false, 'act'],
    ['tampering', 0.7, false, 'ask'],
    ['tampering', 1, true, 'ask'],
  ] as const)('%s with score %d and a known actor %j: %s', (kind, score, actorKnown, verdict) => {
    expect(decided({ diagnosis: { class: kind, score }, more: { actorKnown } }).verdict).toBe(verdict);
  });

  test('and what no action heals is left to be read', () => {
    const decision = decided({ more: { action: undefined, plan: undefined } });
    expect(decision).toMatchObject({ verdict: 'leave', because: expect.stringContaining('no action heals this') });
  });
});

describe('it is asked', () => {
  test.each([
    ['at 20 USD a month', { monthlyUsd: 20 }, []],
    ['above 20 USD a month', { monthlyUsd: 20.01 }, ['limits.monthlyUsd']],
    ['above 20 USD once', { onceUsd: 20.01 }, ['limits.monthlyUsd']],
    [
      'when a price is not known',
      { known: false, items: [{ what: 'a', unit: 'ec2:x9.huge', quantity: 1, per: 'month' as const }] },
      ['limits.monthlyUsd'],
    ],
  ])('%s', (_, cost, rules) => {
    expect(spoke({ cost })).toEqual(rules);
  });

  test('an unknown price names what has none, and not what has one', () => {
    const items = [
      { what: 'a', unit: 'ebs:gp3-gb', quantity: 1, per: 'month', usd: 1 } as const,
      { what: 'b', unit: 'ec2:x9.huge', quantity: 1, per: 'month' } as const,
    ];
    expect(decided({ cost: { known: false, items } }).because).toBe('the price of b is not known: nothing says what ec2:x9.huge costs');
  });

  test('when the action cannot be undone, in its own words', () => {
    const decision = decided({ action: { undo: { kind: 'irreversible', because: 'a deleted key is gone' } } });
    expect(decision).toMatchObject({ verdict: 'ask', because: 'a deleted key is gone' });
  });

  test('when the risk of the action is above the limit', () => {
    const risk = { level: 'high', blastRadius: 'all', outage: 'none' } as const;
    expect(spoke({ action: { risk } })).toEqual(['limits.risk']);
    expect(spoke({ action: { risk } }, 'limits: { risk: high }')).toEqual([]);
    expect(spoke({ action: { risk: { ...risk, level: 'medium' } } })).toEqual([]);
    expect(spoke({ action: { risk: { ...risk, level: 'medium' } } }, 'limits: { risk: low }')).toEqual(['limits.risk']);
  });

  test.each([
    [0.6, []],
    [0.59, ['limits.confidence']],
    [0.4, ['limits.confidence']],
  ])('with confidence %d: %j', (confidence, rules) => {
    expect(spoke({ diagnosis: { confidence } })).toEqual(rules);
  });

  test('with the line of the limit that the file sets, and no line where it sets none', () => {
    const low = { diagnosis: { confidence: 0.7 } };
    const { reasons } = decided(low, 'mode: autopilot\nlimits:\n  confidence: 0.8');
    expect(reasons.find(({ rule }) => rule === 'limits.confidence')?.where).toBe('selfheal.yaml:3');
    expect(decided({ diagnosis: { confidence: 0.1 } }, 'mode: autopilot').reasons.every(({ where }) => where === undefined)).toBe(true);
  });

  test.each(['true', 'True', ' TRUE '])('when it is protected: %j', (value) => {
    expect(spoke({ subject: { tags: { 'selfheal:protected': value } } })).toEqual(['protected']);
  });

  test('not when it is tagged as not protected', () => {
    expect(decided({ subject: { tags: { 'selfheal:protected': 'false' } } }).verdict).toBe('act');
  });

  test('when its tags could not be read', () => {
    expect(decided({ diagnosis: { tagsError: 'not allowed' } }).because).toBe('its tags could not be read: not allowed');
  });

  test.each(['prod', 'production'])('in %s', (environment) => {
    expect(spoke({ subject: { environment } })).toEqual(['production']);
  });

  test.each(['unknown', 'staging', 'non-prod', 'preprod'])('not because the environment is %s', (environment) => {
    expect(decided({ subject: { environment } }).verdict).toBe('act');
  });

  test('for what has nothing to undo until it has rested', () => {
    const rested = (ago: number) => decided({ action: { undo: cooling }, more: { lastHeal: start - ago } });
    expect(rested(10 * minute - 1)).toMatchObject({ verdict: 'ask', because: 'it was done 600 s ago and rests for 10 minutes' });
    expect(rested(10 * minute).verdict).toBe('act');
    expect(decided({ more: { lastHeal: start - 1 } }).verdict).toBe('act');
  });

  test('with every reason, not only the first', () => {
    const all = {
      subject: { environment: 'prod', tags: { 'selfheal:protected': 'true' } },
      diagnosis: { confidence: 0.1, tagsError: 'x' },
      cost: { known: false, monthlyUsd: 21, onceUsd: 21 },
    };
    expect(new Set(spoke(all))).toEqual(new Set(['limits.confidence', 'limits.monthlyUsd', 'tags', 'protected', 'production']));
    expect(spoke(all)).toHaveLength(7);
  });
});

describe('freezes', () => {
  const freeze = (from: string, to: string, more = '') => decided({}, `freezes: [{ name: year end, from: ${from}, to: ${to}${more} }]`);
  const [before, now, after] = ['"2026-11-20T02:59:59Z"', '"2026-11-20T03:00:00Z"', '"2026-11-20T03:00:00.001Z"'];

  test('ask while they last, from their first moment on', () => {
    expect(freeze(before, after)).toMatchObject({ verdict: 'ask', reasons: [{}, { rule: 'freeze year end', where: 'selfheal.yaml:1' }] });
    expect(freeze(now, after).verdict).toBe('ask');
    expect(freeze(after, '2027-01-01').verdict).toBe('act');
    expect(freeze(before, now).verdict).toBe('act');
  });

  test('that are given by dates last to the end of the last day', () => {
    expect(freeze('2026-11-20', '2026-11-20').verdict).toBe('ask');
    expect(freeze('2026-11-18', '2026-11-19').verdict).toBe('act');
  });

  test('ask only about what they match', () => {
    expect(freeze(before, after, ', match: { region: us-* }').verdict).toBe('act');
    expect(freeze(before, after, ', match: { region: eu-* }').verdict).toBe('ask');
  });
});

describe('exceptions', () => {
  const exception = (until: string, given: Given = {}) =>
    decided(given, `exceptions: [{ match: { id: pay-* }, owner: web, reason: public on purpose, until: ${until} }]`);

  test('leave it alone and name their owner, reason and end', () => {
    expect(exception('2027-01-01')).toMatchObject({ verdict: 'leave', because: 'web: public on purpose (until 2027-01-01)' });
  });

  test('end at their time, or with their last day', () => {
    expect(exception('"2026-11-20T03:00:00Z"').verdict).toBe('act');
    expect(exception('"2026-11-20T03:00:01Z"').verdict).toBe('leave');
    expect(exception('2026-11-20').verdict).toBe('leave');
    expect(exception('2026-11-19').verdict).toBe('act');
  });

  test('do not speak for what they do not match', () => {
    expect(exception('2027-01-01', { subject: { id: 'other' } }).verdict).toBe('act');
  });

  test('beat what is asked, and what is asked is still told', () => {
    const decision = exception('2027-01-01', { subject: { environment: 'prod' } });
    expect(decision.verdict).toBe('leave');
    expect(decision.reasons.map(({ rule }) => rule)).toContain('production');
  });
});

describe('rules', () => {
  test.each([
    ['account: "1234*"', 'account: "9*"'],
    ['region: eu-west-?', 'region: [us-east-1, eu-west-2]'],
    ['region: [us-east-1, eu-west-1]', 'region: eu'],
    ['resource: AWS::S3::*', 'resource: AWS::EC2::*'],
    ['id: pay-*', 'id: pay'],
    ['arn: "arn:aws:s3:::*"', 'arn: "arn:aws:ec2:*"'],
    ['tag: { team: pay* }', 'tag: { team: web }'],
    ['tag: { team: "*" }', 'tag: { owner: "*" }'],
    ['environment: dev', 'environment: prod'],
    ['environment: DEV', 'environment: de'],
    ['detection: s3.*', 'detection: ec2.*'],
    ['action: s3.block-public-access', 'action: s3.block'],
    ['actor: "*:user/alice"', 'actor: "*:user/bob"'],
    ['id: pay-*, region: eu-*', 'id: pay-*, region: us-*'],
    ['class: [violation, tampering]', 'class: failure'],
    ['severity: high', 'severity: [low, critical]'],
    ['during: { days: [fri], hours: "03:00-04:00" }', 'during: { days: [fri], hours: "03:01-04:00" }'],
    ['outside: { days: [weekdays], hours: "09:00-17:00" }', 'outside: [{ days: [weekend] }, { hours: "22:00-06:00" }]'],
    ['', 'tag: { team: payments }, id: other'],
  ])('match { %s } and not { %s }', (fits, other) => {
    expect(decided({}, `rules: [{ match: { ${fits} }, verdict: ask }]`).verdict).toBe('ask');
    expect(decided({}, `rules: [{ match: { ${other} }, verdict: ask }]`).verdict).toBe('act');
  });

  test('about an actor, an action or an ARN do not match where there is none', () => {
    const nobody = { subject: { actor: undefined, arn: undefined, action: undefined } };
    for (const field of ['actor', 'arn', 'action'])
      expect(decided(nobody, `rules: [{ match: { ${field}: "*" }, verdict: ask }]`).verdict).toBe('act');
  });

  test('are named with their line', () => {
    const text = 'rules:\n  - { match: {}, verdict: leave, name: ours }\n  - { match: {}, verdict: ask }';
    expect(decided({}, text).reasons).toEqual(
      expect.arrayContaining([
        { rule: 'rule ours', verdict: 'leave', because: 'the policy says leave', where: 'selfheal.yaml:2' },
        { rule: 'rule 2', verdict: 'ask', because: 'the policy says ask', where: 'selfheal.yaml:3' },
      ]),
    );
  });

  test('that say act overrule nothing', () => {
    const act = 'rules: [{ match: {}, verdict: act }]';
    expect(decided({ subject: { environment: 'prod' } }, act).verdict).toBe('ask');
    expect(decided({ diagnosis: { class: 'tampering', score: 0.1 } }, act).verdict).toBe('leave');
  });
});

describe('the bands of threat scores', () => {
  const at = (kind: 'failure' | 'violation' | 'tampering', score: number, policy: string) =>
    decided({ diagnosis: { class: kind, score } }, policy);

  test('can be moved, for each class', () => {
    const policy = 'bands:\n  tampering: { log: 0.1, ask: 0.3 }\n  failure: { ask: 0.5 }\n  violation:\n    ask: 0.6';
    expect(at('tampering', 0.2, policy).verdict).toBe('act');
    expect(at('tampering', 0.3, policy).verdict).toBe('ask');
    expect(at('failure', 0.5, policy).verdict).toBe('ask');
    expect(at('violation', 0.59, policy).verdict).toBe('act');
    expect(at('violation', 0.6, policy).reasons).toContainEqual({
      rule: 'class violation',
      verdict: 'ask',
      because: 'threat score 0.6 is 0.6 or more',
      where: 'selfheal.yaml:5',
    });
  });

  test('one by one, and have to make sense', () => {
    expect(at('tampering', 0.2, 'bands: { tampering: { ask: 0.5 } }').verdict).toBe('leave');
    expect(() => parsePolicy('bands: { tampering: { log: 0.8 } }', 'x')).toThrow('bands.tampering: it is logged up to a higher score');
    expect(() => parsePolicy('bands: { normal: { ask: 1 } }', 'x')).toThrow('bands.normal is not known');
  });
});

describe('a change window', () => {
  const window = (open: string, match = '{}') => `windows:\n  - { name: night, match: ${match}, open: [${open}] }`;

  test('asks outside of its hours, and names them with its line', () => {
    const asked = decided({}, window('{ days: [mon], hours: "02:00-05:00", zone: Europe/Berlin }, { days: [weekend] }'));
    expect(asked.reasons).toContainEqual({
      rule: 'window night',
      verdict: 'ask',
      because: 'changes are made mon 02:00-05:00 Europe/Berlin or weekend UTC only',
      where: 'selfheal.yaml:2',
    });
    expect(decided({}, window('{ days: [mon] }, { days: [fri] }')).verdict).toBe('act');
  });

  test('is only for what it matches, and each that matches has to be open', () => {
    expect(decided({}, window('{ days: [mon] }', '{ id: other }')).verdict).toBe('act');
    expect(decided({}, `${window('{ days: [fri] }')}\n  - { name: other, open: [{ days: [mon] }] }`).verdict).toBe('ask');
  });
});

describe('tampering that may be contained first', () => {
  const policy = 'containFirst:\n  - { match: { id: pay-* }, owner: web, reason: close it first, until: 2027-01-01 }';
  const tampering = (score: number, more: Given = {}): Given => ({ ...more, diagnosis: { class: 'tampering', score } });

  test('is not asked because of its score, and says who decided so', () => {
    const decision = decided(tampering(0.9), policy);
    expect(decision).toMatchObject({
      verdict: 'act',
      because: expect.stringContaining('contained first, people decide then (web: close it'),
    });
    expect(decision.reasons[0]).toMatchObject({ rule: 'contain-first', where: 'selfheal.yaml:2' });
  });

  test.each<[string, Given]>([
    ['what cannot be undone', { action: { undo: { kind: 'irreversible', because: 'gone is gone' } } }],
    ['what leaves nothing to undo', { action: { undo: cooling } }],
    ['what may take something down', { action: { risk: { ...blockPublicAccess.risk, outage: 'possible' } } }],
    ['another resource', { subject: { id: 'other' } }],
    ['production', { subject: { environment: 'prod' } }],
    ['what is protected', { subject: { tags: { 'selfheal:protected': 'true' } } }],
    ['what came too late', { more: { now: Date.parse('2027-01-02T00:00:00Z') } }],
  ])('but %s is asked all the same', (_, more) => {
    expect(decided(tampering(0.9, more), policy).verdict).toBe('ask');
  });

  test('and nothing else changes: not below the band, not for other classes', () => {
    expect(decided(tampering(0.39), policy).verdict).toBe('leave');
    expect(decided({ diagnosis: { class: 'failure', score: 0.9 } }, policy).verdict).toBe('ask');
  });
});

describe('a rate without room', () => {
  const usedUp = { rate: 'account|123456789012|60|', limit: 5 };

  test('asks, and names itself', () => {
    const asked = decided({ more: { usedUp } }, 'limits:\n  perHour:\n    account: 5');
    expect(asked).toMatchObject({ verdict: 'ask', because: expect.stringContaining('5 incidents wrote in account 123456789012') });
    expect(asked.reasons.at(-1)).toMatchObject({ rule: 'limits.perHour.account', where: 'selfheal.yaml:3' });
  });

  test('asks no more once the policy has raised it', () => {
    expect(decided({ more: { usedUp } }, 'limits: { perHour: { account: 6 } }').verdict).toBe('act');
    expect(decided({ more: { usedUp } }, 'limits: { perHour: { account: 4 } }').verdict).toBe('ask');
  });
});

describe('the mode', () => {
  test.each([
    ['', 'autopilot', 'autopilot', 'act'],
    ['', 'dry-run', 'dry-run', 'act'],
    ['mode: copilot', 'autopilot', 'copilot', 'ask'],
    ['mode: autopilot', 'dry-run', 'autopilot', 'act'],
    ['rules: [{ match: {}, mode: copilot }]', 'autopilot', 'copilot', 'ask'],
    ['rules: [{ match: { id: other }, mode: copilot }]', 'autopilot', 'autopilot', 'act'],
    ['rules: [{ match: {}, mode: autopilot }]', 'dry-run', 'dry-run', 'act'],
    ['mode: copilot\nrules: [{ match: {}, mode: autopilot }]', 'autopilot', 'copilot', 'ask'],
    ['mode: copilot\nrules: [{ match: {}, mode: dry-run }]', 'autopilot', 'dry-run', 'ask'],
    ['rules: [{ match: {}, mode: dry-run }, { match: {}, mode: copilot }]', 'autopilot', 'dry-run', 'ask'],
  ] as const)('of %j on %s is %s, and the verdict %s', (policy, standard, mode, verdict) => {
    expect(decided({}, policy, standard)).toMatchObject({ mode, verdict });
  });

  test('that asks names its line', () => {
    expect(decided({}, '\nmode: copilot').reasons.at(-1)).toMatchObject({ rule: 'mode', where: 'selfheal.yaml:2' });
    expect(decided({}, 'rules:\n  - { match: {}, mode: copilot }').reasons.at(-1)).toMatchObject({ where: 'selfheal.yaml:2' });
  });

  test('copilot does not ask about what is left alone', () => {
    expect(decided({ diagnosis: { class: 'normal' } }, 'mode: copilot').verdict).toBe('leave');
  });
});
