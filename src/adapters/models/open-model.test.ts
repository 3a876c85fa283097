import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { HealError } from '#domain/heal-error.ts';
import type { Model, Question } from '#ports/model.ts';
import { converseEndpoint, type Saying } from '#testkit/converse-endpoint.ts';
import { defaultId, openModel } from './open-model.ts';

const question: Question = {
  instructions: 'Answer with one JSON object.',
  data: '<datum id="e1">\n{}\n</datum>',
  schema: { type: 'object', properties: { fine: { type: 'boolean' } }, required: ['fine'], additionalProperties: false },
  maxOutputTokens: 200,
};
const keys = async () => ({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret', sessionToken: 'session' });
const never = new AbortController().signal;
const claude = 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0';

beforeEach(() => {
  vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', undefined);
  vi.stubEnv('TEST_MODEL_KEY', 'key-of-the-test');
});
afterEach(() => void vi.unstubAllEnvs());

const bedrockAt = (endpoint: string, id = claude): Model =>
  openModel({ settings: { provider: 'bedrock', id, endpoint }, region: 'eu-west-1', keys });
const modelsAt = {
  bedrock: bedrockAt,
  anthropic: (url: string, id?: string) =>
    openModel({ settings: { provider: 'anthropic', id, endpoint: `${url}/v1`, apiKeyEnv: 'TEST_MODEL_KEY' }, region: 'eu-west-1' }),
  'openai-compatible': (url: string) =>
    openModel({
      settings: {
        provider: 'openai-compatible',
        id: 'llama',
        endpoint: `${url}/v1`,
        apiKeyEnv: 'TEST_MODEL_KEY',
        price: { inputUsd: 0, outputUsd: 0 },
      },
      region: 'eu-west-1',
    }),
} as const;

const failureOf = async (asking: Promise<unknown>): Promise<HealError> => {
  const error = await asking.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof HealError) return error;
  throw new Error('it did not fail as it should', { cause: error });
};

describe.each(Object.entries(modelsAt))('%s', (provider, modelAt) => {
  test('an answer is read, with the tokens that it used', async () => {
    await using endpoint = await converseEndpoint({ as: 'json', answer: { fine: true } });
    expect(await modelAt(endpoint.url).ask(question, never)).toEqual({ answer: { fine: true }, inputTokens: 1200, outputTokens: 150 });
  });

  test('instructions go as the system prompt, data as the message of the user, and the schema goes along', async () => {
    await using endpoint = await converseEndpoint({ as: 'json', answer: { fine: true } });
    await modelAt(endpoint.url).ask(question, never);
    const [heard] = endpoint.heard;
    const body = JSON.stringify(heard?.body);
    const messages = heard?.body['messages'] as { role: string; content: unknown }[] | undefined;
    const [user] = (messages ?? []).filter(({ role }) => role === 'user');
    expect(JSON.stringify(user)).toContain('<datum id=');
    expect(JSON.stringify(user)).not.toContain(question.instructions);
    expect(body).toContain(question.instructions);
    expect(body).toContain('"fine"');
  });

  test.each<[string, Saying, Partial<HealError>, string | undefined]>([
    [
      'throttling',
      { as: 'error', status: 429, type: 'ThrottlingException', message: 'Too many requests' },
      { code: 'throttled', retry: 'later' },
      undefined,
    ],
    [
      'an error of the service',
      { as: 'error', status: 503, type: 'ServiceUnavailableException', message: 'down' },
      { code: 'model-failed', retry: 'now' },
      'failed',
    ],
    [
      'a denial',
      { as: 'error', status: 403, type: 'AccessDeniedException', message: 'no access to this model' },
      { code: 'model-failed', retry: 'never' },
      'failed',
    ],
    ['an answer that is no JSON', { as: 'text', text: '{"fine": tr' }, { code: 'model-failed' }, 'unreadable'],
    ['a body that is no JSON', { as: 'malformed' }, { code: 'model-failed', retry: 'now' }, 'unreadable'],
    ['a body of another shape', { as: 'another shape' }, { code: 'model-failed', retry: 'now' }, 'unreadable'],
    ['a connection that is cut in the middle', { as: 'cut' }, { code: 'model-failed', retry: 'now' }, 'failed'],
    ['a connection that is closed', { as: 'gone' }, { code: 'model-failed', retry: 'now' }, 'failed'],
    ['a filter', { as: 'filtered' }, { code: 'model-failed', retry: 'never' }, 'refused'],
    ['a guardrail', { as: 'guardrail' }, { code: 'model-failed', retry: 'never' }, 'refused'],
    ['a refusal in words', { as: 'text', text: "I can't help with that." }, { code: 'model-failed', retry: 'never' }, 'refused'],
    ['an answer that is cut at its longest', { as: 'at its longest' }, { code: 'model-failed' }, 'unreadable'],
  ])('%s is told as what it is', async (_, saying, error, outcome) => {
    await using endpoint = await converseEndpoint(saying);
    const failure = await failureOf(modelAt(endpoint.url).ask(question, never));
    expect(failure).toMatchObject(error);
    if (outcome !== undefined) expect(failure.details).toMatchObject({ outcome });
    expect(endpoint.heard).toHaveLength(1);
  });

  test('what a refused or unreadable answer used is told', async () => {
    await using endpoint = await converseEndpoint({ as: 'text', text: "I can't help with that." });
    expect((await failureOf(modelAt(endpoint.url).ask(question, never))).details).toMatchObject({ inputTokens: 1200, outputTokens: 150 });
  });

  test('an answer in a block of Markdown is read', async () => {
    await using endpoint = await converseEndpoint({ as: 'text', text: 'Here you are:\n```json\n{"fine": true}\n```' });
    expect((await modelAt(endpoint.url).ask(question, never)).answer).toEqual({ fine: true });
  });

  test('an endpoint that says nothing is given up when the signal says so', async () => {
    await using endpoint = await converseEndpoint({ as: 'nothing' });
    const failure = await failureOf(modelAt(endpoint.url).ask(question, AbortSignal.timeout(50)));
    expect(failure).toMatchObject({ code: 'timed-out' });
  });
});

test.each([
  ['bedrock', 'eu.amazon.nova-pro-v1:0', 'toolConfig'],
  ['anthropic', 'claude-3-5-haiku-20241022', 'tools'],
] as const)('a model of %s without structured output answers as the use of a tool', async (provider, id, field) => {
  await using endpoint = await converseEndpoint({ as: 'tool', answer: { fine: true } });
  expect((await modelsAt[provider](endpoint.url, id).ask(question, never)).answer).toEqual({ fine: true });
  expect(JSON.stringify(endpoint.heard[0]?.body[field])).toContain('"fine"');
});

test('Bedrock is asked for the model by its id, signed with the keys that were given', async () => {
  await using endpoint = await converseEndpoint({ as: 'json', answer: { fine: true } });
  await bedrockAt(endpoint.url).ask(question, never);
  expect(decodeURIComponent(endpoint.heard[0]?.path ?? '')).toBe(`/model/${claude}/converse`);
  expect(endpoint.heard[0]?.headers).toMatchObject({
    authorization: expect.stringMatching(/Credential=AKIAIOSFODNN7EXAMPLE\/\d{8}\/eu-west-1\/bedrock\//),
    'x-amz-security-token': 'session',
  });
});

test('a model that knows neither tools nor system prompts is asked in one message, without being told twice', async () => {
  await using endpoint = await converseEndpoint({ as: 'text', text: 'Bot: {"fine": true}' });
  const titan = bedrockAt(endpoint.url, 'amazon.titan-text-express-v1');
  expect((await titan.ask(question, never)).answer).toEqual({ fine: true });
  expect(endpoint.heard).toHaveLength(1);
  expect(endpoint.heard[0]?.text).toContain(question.instructions);
});

test('a model that turns out to know no tools is asked again without, and from then on at once', async () => {
  const noTools: Saying = { as: 'error', status: 400, type: 'ValidationException', message: "This model doesn't support tool use." };
  await using endpoint = await converseEndpoint(noTools, { as: 'text', text: '{"fine": true}' });
  const other = bedrockAt(endpoint.url, 'mistral.mistral-7b-instruct-v0:2');
  expect((await other.ask(question, never)).answer).toEqual({ fine: true });
  expect(endpoint.heard.map(({ body }) => 'toolConfig' in body)).toEqual([true, false]);
  await other.ask(question, never);
  expect(endpoint.heard).toHaveLength(3);
});

test('keys of an API come from the environment, and a key that is missing is named', async () => {
  await using endpoint = await converseEndpoint({ as: 'json', answer: { fine: true } });
  const model = modelsAt.anthropic(endpoint.url);
  vi.stubEnv('TEST_MODEL_KEY', '');
  expect(await failureOf(model.ask(question, never))).toMatchObject({
    code: 'model-failed',
    retry: 'never',
    message: expect.stringContaining('TEST_MODEL_KEY'),
  });
  vi.stubEnv('TEST_MODEL_KEY', 'now-it-is-there');
  await model.ask(question, never);
  expect(endpoint.heard[0]?.headers).toMatchObject({ 'x-api-key': 'now-it-is-there' });
});

test.each([
  ['eu-central-1', 'eu.anthropic.'],
  ['us-west-2', 'us.anthropic.'],
  ['us-gov-west-1', 'us-gov.anthropic.'],
  ['ap-northeast-1', 'jp.anthropic.'],
  ['ap-northeast-2', 'global.anthropic.'],
  ['ap-southeast-2', 'au.anthropic.'],
  ['ap-south-1', 'global.anthropic.'],
])('by default Bedrock in %s is asked for Claude within its geography', (region, start) => {
  expect(defaultId('bedrock', region).startsWith(start)).toBe(true);
});

test('the price of a model is the one that the policy names, else the one that is known, else none', () => {
  const priced = (settings: Parameters<typeof openModel>[0]['settings']) => openModel({ settings, region: 'us-east-1' }).price;
  expect(priced({ provider: 'bedrock', id: 'amazon.nova-lite-v1:0' })).toEqual({ inputUsd: 0.06, outputUsd: 0.24 });
  expect(priced({ provider: 'bedrock', id: 'amazon.nova-lite-v1:0', price: { inputUsd: 1, outputUsd: 2 } })).toEqual({
    inputUsd: 1,
    outputUsd: 2,
  });
  expect(priced({ provider: 'bedrock', id: 'global.anthropic.claude-sonnet-4-5-20250929-v1:0' })?.inputUsd).toBe(3);
  expect(priced({ provider: 'bedrock', id: claude })?.inputUsd).toBeCloseTo(3.3);
  expect(priced({ provider: 'bedrock', id: 'somebody.else-v1' })).toBeUndefined();
});
