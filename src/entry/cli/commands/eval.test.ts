import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { evalCases } from '#catalogue/eval/cases.ts';
import { converseEndpoint } from '#testkit/converse-endpoint.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { evaluateCases } from './eval.ts';

const options = { minClass: 0, minCause: 0, minAction: 0, maxHarm: 1 };

/** Runs the command as the shell would, without a policy file. */
interface More extends Partial<typeof options> {
  readonly model?: string;
  readonly cases?: string;
  readonly json?: boolean;
  readonly policyFile?: string;
}

async function run(only: readonly string[], { json = false, policyFile = '/nowhere/selfheal.yaml', ...more }: More = {}) {
  const printed: string[] = [];
  const notices: string[] = [];
  const terminal = {
    width: 80,
    whole: false,
    interactive: false,
    print: (text = '') => void printed.push(text),
    printJson: (value: unknown) => void printed.push(JSON.stringify(value)),
    progress() {},
    notice: (text: string) => void notices.push(text),
    paint: (_: unknown, text: string) => text,
    confirm: async () => false,
  };
  const shell = {
    terminal,
    json,
    dataDir: '/nowhere',
    policyFile,
    version: '0',
    self: 'selfheal',
    user: 'test',
    interrupted: new AbortController().signal,
  };
  return { status: await evaluateCases.run(shell, only, { ...options, ...more }), text: printed.join('\n'), notices };
}

test('scores the rules where no model is configured, and is content', async () => {
  const { status, text } = await run(['identity']);
  expect(status).toBe(0);
  expect(text).toContain('13 labelled cases');
  expect(text).toContain('The rules alone');
});

test('is not content below the shares that it is given', async () => {
  expect((await run(['cost'], { minClass: 1 })).status).toBe(1);
  expect((await run(['cost'], { minAction: 1 })).status).toBe(0);
});

test('prints JSON for programs, which says whose cases these are', async () => {
  const { text } = await run(['cost/instance-busy'], { json: true });
  expect(JSON.parse(text)).toMatchObject({
    cases: 1,
    noAction: 1,
    rules: { action: { right: 1, of: 1 } },
    note: expect.stringContaining('our own'),
  });
});

test('says which cases there are not', async () => {
  await expect(run(['nope'])).rejects.toThrow('There is no case or family nope');
});

describe('cases of a user', async () => {
  const { path, remove } = await temporaryFolder();
  afterAll(remove);
  const file = join(path, 'cases.yaml');
  const good = `- id: exposure/our-bucket
  story: Somebody opened our bucket.
  event:
    eventVersion: "1.11"
    eventSource: s3.amazonaws.com
    eventName: DeleteBucketPublicAccessBlock
    eventTime: "2026-11-20T02:59:58Z"
    awsRegion: eu-west-1
    requestParameters: { bucketName: invoices-eu }
    recipientAccountId: "111122223333"
  state: { website: false }
  tags: { environment: dev }
  right: { class: violation, cause: [public access block], action: s3.block-public-access, alone: true, runbooks: [public-bucket] }
`;

  test('take the place of ours', async () => {
    await writeFile(file, good);
    const { status, text } = await run([], { cases: file, minAction: 1 });
    expect(text).toContain('1 labelled cases');
    expect(text).toContain('those of');
    expect(status).toBe(0);
  });

  test('are not content with more harm than they are given', async () => {
    await writeFile(file, good.replace('alone: true', 'alone: false'));
    expect((await run([], { cases: file, maxHarm: 0 })).status).toBe(1);
    expect((await run([], { cases: file, maxHarm: 1 })).status).toBe(0);
  });

  test('are written as docs/eval.md shows, which counts ours rightly', async () => {
    const page = await readFile(join(import.meta.dirname, '../../../../docs/eval.md'), 'utf8');
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    await writeFile(file, example);
    const { status, text } = await run([], { cases: file, minClass: 1, minCause: 1, minAction: 1, maxHarm: 0 });
    expect(text).toContain('1 labelled cases');
    expect(status).toBe(0);
    expect(page).toContain(`[${evalCases.length} of them]`);
    expect(page).toContain(`in ${evalCases.filter(({ right }) => right.action === 'none').length} of which nothing should be done`);
  });

  test('are refused one by one with file, line and field, and the rest are run', async () => {
    await writeFile(file, `${good}- { id: x, story: y }\n${good}`);
    const { status, text, notices } = await run([], { cases: file });
    expect(text).toContain('1 labelled cases');
    expect(notices.join('\n')).toMatch(/cases\.yaml:14: id: .*like identity/);
    expect(notices.join('\n')).toMatch(/cases\.yaml:14: event: /);
    expect(notices.join('\n')).toContain('cases.yaml:15: id: there is a case exposure/our-bucket already');
    expect(status).toBe(1);
  });

  test('that are no list, or no YAML, are an error', async () => {
    await writeFile(file, 'a: 1');
    await expect(run([], { cases: file })).rejects.toThrow('it must be a list of cases');
    await writeFile(file, '- {');
    await expect(run([], { cases: file })).rejects.toThrow('cases.yaml:1:');
    await expect(run([], { cases: join(path, 'none.yaml') })).rejects.toThrow('cannot be read');
  });
});

describe('the model of the policy, over the wire', async () => {
  const { path, remove } = await temporaryFolder();
  afterAll(remove);
  const policyFile = join(path, 'selfheal.yaml');
  const configured = (url: string): Promise<void> =>
    writeFile(
      policyFile,
      `model: { provider: openai-compatible, id: local, endpoint: "${url}/v1", ask: never, secondsPerIncident: 2, price: { inputUsd: 1, outputUsd: 2 } }`,
    );

  test('is asked about every case, whatever the policy says of asking, and its answers are scored and paid for', async () => {
    const answer = { class: 'violation', cause: 'the public access block was removed', candidate: 'c1', confidence: 0.9, claims: [] };
    await using endpoint = await converseEndpoint({ as: 'json', answer });
    await configured(endpoint.url);
    const { status, text } = await run(['exposure/bucket-block-removed'], {
      policyFile,
      minClass: 1,
      minCause: 1,
      minAction: 1,
      maxHarm: 0,
    });
    expect(text).toContain('openai-compatible:local by itself');
    expect(text).toContain('asked 1 times, answered 1');
    expect(text).toContain('0.0015 USD');
    expect(status).toBe(0);
    expect(endpoint.heard).toHaveLength(1);
  });

  test('that answers nothing is something missing', async () => {
    await using endpoint = await converseEndpoint({ as: 'error', status: 400, type: 'ValidationException', message: 'no such model' });
    await configured(endpoint.url);
    const { status, notices } = await run(['exposure/bucket-block-removed'], { policyFile });
    expect(status).toBe(3);
    expect(notices.join()).toContain('openai-compatible:local answered no question');
  });
});
