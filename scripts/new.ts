import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `npm run new -- KIND …` writes a unit with its test. What is left to decide is marked FILL_IN: nothing declares it, so it does not type-check and does not load. */
const usage = `usage: npm run new -- action SERVICE VERB-OBJECT    (action s3 block-public-access)
       npm run new -- detection SERVICE NAME        (detection s3 bucket-acl-opened)
       npm run new -- scenario NAME                 (scenario s3-acl-public)
       npm run new -- source NAME                   (source guardduty)`;

const root = fileURLToPath(new URL('..', import.meta.url));

/** The files of a unit by their paths, and what its author does next. */
type Unit = { readonly files: Readonly<Record<string, string>>; readonly next: readonly string[] };

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const action = (service: string, name: string, beside: readonly string[], id = `${service}.${name}`): Unit => ({
  files: {
    [`src/catalogue/actions/${service}/${name}.ts`]: actionFile(service, name),
    [`src/catalogue/actions/${service}/${name}.test.ts`]: actionTest(name),
    [`src/testkit/states/${id}.ts`]: statesFile,
    [`src/testkit/broken/${id}.ts`]: brokenFile,
    [`src/catalogue/runbooks/${id}.md`]: runbook(id),
  },
  next: [
    ...(beside.length === 0 ? [] : [`look at what is there for ${service}: ${beside.join(', ')}`]),
    'call the parameter by the name that AWS gives it (bucket, groupId), and fill in every FILL_IN; delete the broken/ file when the emulator cannot exercise it',
    'add a row to src/catalogue/iam/<service>.ts for each operation that has none, and a price to src/adapters/prices/units.ts for each new unit',
    'npm run generate                        (the index, the page, and what they lead to)',
    `npm exec -- vitest run --project pure src/catalogue/actions/contract.test.ts src/catalogue/actions/${service}/${name}.test.ts`,
    `npm exec -- vitest run --project emulator src/catalogue/actions/contract -t ${id}`,
    `npm run new -- detection ${service} …       (what leads to it), and a scenario`,
  ],
});

const actionFile = (service: string, name: string): string => `import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';

const State = z.object({ setting: FILL_IN('what is read, of the resource and of the neighbours that the fix could touch') });

export const ${camel(name)} = defineAction({
  id: '${service}.${name}',
  title: FILL_IN('what it does, as a sentence without a full stop: Turn on all four public access blocks of a bucket'),
  resource: FILL_IN("CloudFormation's type: AWS::S3::Bucket"),
  heals: FILL_IN("findings that it heals: ['securityhub:S3.8', 'config:…', 'vanta:…'], or []"),
  params: z.object({ name: z.string().min(1) }),
  condition: FILL_IN("parameters that tell one condition on a resource from another: ['port'], mostly []"),
  state: State,
  from: ({ id }) => [{ name: id }],
  list: FILL_IN('every resource of this kind at the site of the reader: listBuckets'),
  tags: FILL_IN('the tags of one: bucketTags'),

  risk: { level: FILL_IN('low, medium or high'), blastRadius: FILL_IN('who could notice'), outage: FILL_IN('none, brief or possible') },
  cost: FILL_IN('what it creates or enlarges: () => []'),
  permissions: {
    read: FILL_IN('IAM actions of observe, list and tags'),
    write: FILL_IN('of fix'),
    undo: FILL_IN('of undo, or []'),
    dependent: FILL_IN('needed though no call has that name (kms:CreateGrant), or []'),
    on: FILL_IN("ARN templates of what is written: ['arn:{partition}:s3:::{name}']"),
  },
  repeat: FILL_IN('safe, or never: may a call that perhaps arrived be sent again?'),
  rounds: FILL_IN('how often it may observe and fix again, mostly 1'),
  settles: FILL_IN('how long AWS may need to agree with what was written: 30s'),
  keeps: FILL_IN('before, or safer: what stands when the fix does not verify?'),
  recorded: FILL_IN('true, if the fix needs the healthy state of a resource that is gone'),
  exercised: FILL_IN("{ on: 'emulator' }, or { not: 'why the emulator cannot break and heal it' }"),

  async observe(cloud, { name }) {
    return FILL_IN("cloud.read('${service}', …), or cloud.find('${service}', …, ['codes that mean: there is none']); State.parse where the SDK is vague", cloud, name);
  },
  wrong: (state) => FILL_IN('why this is wrong, in words a person understands; undefined when it is right', state),
  refuses: (state) => FILL_IN('why healing would be wrong here, or undefined', state),
  fix: (state, { name }) => FILL_IN('the fewest calls that heal it; [] when it is right', call, state, name),
  after: (state) => FILL_IN('the state that those calls leave', state),
  comparable: (state) => FILL_IN('without ids and times that AWS chooses; mostly the state itself', state),
  undo: (before, now, { name }) => FILL_IN('the calls that bring back before; or nothingToUndo with cooldown, or irreversible', call, before, now, name),
});
`;

const actionTest = (name: string): string => `import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { ${camel(name)} } from './${name}.ts';

const remedy = ${camel(name)}.with({ name: FILL_IN('a name') });
const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };

test('says in words what is wrong', () => {
  expect(remedy.wrong(FILL_IN('a state that is wrong'))).toBe(FILL_IN('the sentence'));
  expect(remedy.wrong(FILL_IN('one that is right'))).toBeUndefined();
});

test('leaves to a person what it should not heal', () => expect(remedy.refuses(FILL_IN('such a state'))).toMatch(FILL_IN('/why/')));

test('undoes by writing what was there', () =>
  expect(remedy.undo(FILL_IN('before'), FILL_IN('after the fix'))).toMatchObject(FILL_IN('the calls')));

test('reads what AWS answers when there is none', async () => {
  const cloud = FILL_IN("scriptedCloud().on('s3', 'getPublicAccessBlock', () => { throw awsError('NoSuch…') })", scriptedCloud, awsError);
  expect(remedy.wrong(await remedy.observe(cloud.reader(site)))).toBe(FILL_IN('the sentence'));
});
`;

const statesFile = `import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

/** Healthy, wrong and refused states; the contract test wants at least 25 and 50 of the first two among 300. */
export const model: Model = {
  cases: fc.record({
    params: fc.constant({ name: FILL_IN('a name') }),
    state: fc.record({ setting: fc.constantFrom(FILL_IN('the values that observe may give')) }),
  }),
  apply(state, call) {
    if (call.operation !== FILL_IN('the operation')) return unexpected(call);
    return { ...state, ...FILL_IN('what AWS makes of the call, written apart from the action', object(call.input)) };
  },
  wait: still,
  beside: (state) => FILL_IN('what of the state healing must leave as it is', state),
};
`;

const brokenFile = `import { type Absent, text, type Variant } from './variant.ts';

/** Everything beside the condition, of this resource and of others, as AWS tells it. */
const neighbours: Variant['neighbours'] = async (clients, params) => FILL_IN('read it with told(…)', clients, text(params, 'name'));

const variant = (title: string): Variant => ({
  title,
  setUp: async (clients) => ({ name: FILL_IN('make the resource and its neighbours, give its name', clients) }),
  break: (clients, params) => FILL_IN('break it', clients, text(params, 'name')),
  neighbours,
});

/** Three ways to break it, with varied neighbours. */
export const variants: readonly Variant[] = [FILL_IN('as many functions as ways', variant), FILL_IN('another'), FILL_IN('a third')];

export const absent: Absent = FILL_IN("{ id: 'an id that nothing has' }, or 'always there'");
`;

const headings = ['What it means', 'Check by hand', 'What Selfheal does', 'When not to heal', 'Roll back'];
const runbook = (id: string): string => `---
id: ${id}
title: "FILL_IN: what is wrong, as a sentence"
appliesTo: [FILL_IN]
actions: [${id}]
required: []
forbidden: []
---

# FILL_IN: the title again

${headings.map((heading) => `## ${heading}\n\nFILL_IN\n`).join('\n')}`;

const event = (service: string, operation: string): string =>
  `    - { eventVersion: "1.11", eventSource: ${service}.amazonaws.com, eventName: ${operation}, eventTime: "2026-11-20T08:59:58Z",
        awsRegion: eu-west-1, requestParameters: { FILL_IN: what CloudTrail says }, recipientAccountId: "111122223333" }`;

const detection = (service: string, name: string): Unit => ({
  files: {
    [`src/catalogue/detections/${service}/${name}.yaml`]: `id: ${service}.${name}
title: "FILL_IN: what happened: A bucket was opened to everyone by its ACL"
class: FILL_IN # failure, violation, tampering or normal
severity: FILL_IN # low, medium, high or critical
pattern: # an EventBridge pattern
  source: [aws.${service}]
  detail-type: [AWS API Call via CloudTrail]
  detail:
    eventSource: [${service}.amazonaws.com]
    eventName: [FILL_IN]
resource: FILL_IN # CloudFormation's type: AWS::S3::Bucket
action: FILL_IN # an id out of "selfheal actions"; leave the line out when nothing heals it
examples: # tried by every test run: they are the test of this file
  matches:
${event(service, 'FILL_IN')}
  misses:
${event(service, 'FILL_IN-A-HARMLESS-ONE')}
references:
  - FILL_IN # a page of AWS
`,
  },
  next: [
    'fill in every FILL_IN; params: { name: $.detail.… } only when from of the action is not enough',
    'npm run generate                        (its page)',
    'npm exec -- vitest run --project pure src/catalogue/catalogue.test.ts   (names file, line and field of what does not fit)',
  ],
});

const scenario = (name: string): Unit => ({
  files: {
    [`src/catalogue/scenarios/${name}.ts`]: `import { defineScenario } from '#catalogue/define-scenario.ts';

export const ${camel(name)} = defineScenario({
  id: '${name}',
  title: FILL_IN('what happens: A bucket loses its public access block'),
  action: FILL_IN('the id of the action that heals it; undefined where nothing is the right answer'),
  resource: FILL_IN("CloudFormation's type: AWS::S3::Bucket"),
  ends: FILL_IN('where the incident must come to rest: healed, escalated, approval …'),
  policy: FILL_IN('the selfheal.yaml under which this is true; undefined = the defaults'),
  exercised: FILL_IN("{ on: 'emulator' }, or { not: 'why not' }"),
  setup: async (hands, name) => FILL_IN('make a healthy resource of that name, give its id; parts.ts has some', hands, name),
  break: async (hands, id) => void (await FILL_IN("hands.do('s3', 'deletePublicAccessBlock', { Bucket: id })", hands, id)),
  expect: async (hands, id) => FILL_IN('read the cloud itself: what is not as it must be, or undefined', hands, id),
});
`,
  },
  next: ['fill in every FILL_IN', 'npm run generate                        (the index and the page)', `bin/selfheal drill ${name}`],
});

const source = (name: string): Unit => ({
  files: {
    [`src/catalogue/sources/${name}.ts`]: `import { defineSource } from '#catalogue/define-source.ts';
import { textAt } from './fields.ts';
import { reading } from './reading.ts';
import { resourceOfArn } from './resource-name.ts';

export const ${camel(name)} = defineSource({
  id: '${name}',
  title: FILL_IN('who speaks, and of what: Amazon EC2: instance state changes'),
  sample: FILL_IN('one real document, with account 111122223333'),
  recognises: (document) => document['detail-type'] === FILL_IN('its detail-type'),
  read(event, receivedAt) {
    const found = resourceOfArn(textAt(event, 'detail', FILL_IN('where the ARN of the resource stands')) ?? '');
    return reading(event, receivedAt, {
      what: '${name}',
      title: FILL_IN('what it says about the resource, in one line'),
      found: found === undefined ? [] : [found],
    });
  },
});
`,
    [`src/catalogue/sources/${name}.test.ts`]: `import { expect, test } from 'vitest';
import { ${camel(name)} } from './${name}.ts';

const parse = (change: object) => ${camel(name)}.parse({ ...${camel(name)}.sample, ...change }, 0, { trusted: true });

test('the sample is one signal about its resource', () => {
  expect(parse({}).drops).toEqual([]);
  expect(parse({}).signals.map(({ signal }) => signal)).toMatchObject([FILL_IN('its id, rank, title, at and resource')]);
});

test('without a resource it is dropped', () => expect(parse({ detail: {} }).drops).toMatchObject([{ because: 'no-resource' }]));
`,
  },
  next: [
    'fill in every FILL_IN; a kind of resource that is new needs a line in src/catalogue/sources/known-resources.ts',
    'add it to src/catalogue/sources/index.ts',
    'npm run generate                        (docs/sources.md)',
    `npm exec -- vitest run --project pure src/catalogue/sources/${name}.test.ts src/catalogue/catalogue.test.ts`,
  ],
});

/** The unit that the arguments ask for, or why there is none. */
async function unitFor([kind = '', ...names]: readonly string[]): Promise<Unit | string> {
  const [first = '', second = ''] = names;
  if (names.length !== { action: 2, detection: 2, scenario: 1, source: 1 }[kind]) return usage;
  const bad = names.find((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name));
  if (bad !== undefined) return `"${bad}" is not a name: lower-case words joined by dashes`;
  if (kind === 'scenario') return scenario(first);
  if (kind === 'source') return source(first);
  if (kind === 'detection') return detection(first, second);
  if (!second.includes('-')) return `"${second}" does not say what it does to what: verb-object, as in block-public-access`;
  if (!(await readFile(join(root, 'src/ports/cloud.ts'), 'utf8')).includes(`@aws-sdk/client-${first}'`))
    return `no calls to ${first} can be made yet: add its client to src/ports/cloud.ts and src/adapters/aws/services.ts first`;
  const folder = join(root, 'src/catalogue/actions', first);
  const there = existsSync(folder) ? (await readdir(folder)).filter((name) => !name.includes('.test.')) : [];
  const parts = there.map(async (name) => ((await readFile(join(folder, name), 'utf8')).includes('= defineAction(') ? [] : [name]));
  return action(first, second, (await Promise.all(parts)).flat());
}

async function main(): Promise<number> {
  const unit = await unitFor(process.argv.slice(2));
  const paths = typeof unit === 'string' ? [] : Object.keys(unit.files);
  const taken = paths.find((path) => existsSync(join(root, path)));
  if (typeof unit === 'string' || taken !== undefined) {
    console.error(taken === undefined ? unit : `${taken} is there already: nothing was written`);
    return 2;
  }
  for (const [path, text] of Object.entries(unit.files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, { flag: 'wx' });
  }
  const code = paths.filter((path) => path.endsWith('.ts'));
  if (code.length > 0) spawnSync(join(root, 'node_modules/.bin/biome'), ['format', '--write', ...code], { cwd: root });
  const steps = [...unit.next, 'npm run check; and "grep -rn FILL_IN src" finds nothing any more'];
  console.log(
    ['written:', ...paths.map((path) => `  ${path}`), 'next:', ...steps.map((step, index) => `  ${index + 1}. ${step}`)].join('\n'),
  );
  return 0;
}

process.exit(await main());
