import type { IncomingHttpHeaders } from 'node:http';

/** JSON of any provider. */
export type Wire = { readonly [key: string]: unknown };

interface Answered {
  readonly as: 'tool' | 'json' | 'text' | 'filtered' | 'guardrail' | 'at its longest';
  readonly answer: unknown;
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
  readonly body: Wire;
}
interface Failure {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

/** How one provider's API looks on the wire. */
export interface Dialect {
  readonly name: 'bedrock' | 'anthropic' | 'openai';
  textOf(body: Wire): string;
  /** What the real service says no to before any model is asked. */
  refuses(path: string, headers: IncomingHttpHeaders, body: Wire): Failure | undefined;
  answer(answered: Answered): Wire;
  error(failure: Failure): Wire;
  errorHeaders(type: string): Record<string, string>;
}

export const dialectOf = (path: string): Dialect | undefined => {
  if (/^\/model\/[^/]+\/converse$/.test(path)) return bedrock;
  if (path.endsWith('/messages')) return anthropic;
  return path.endsWith('/chat/completions') ? openai : undefined;
};

const textIn = (answered: Answered): string => (typeof answered.answer === 'string' ? answered.answer : JSON.stringify(answered.answer));

/** docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
const bedrock: Dialect = {
  name: 'bedrock',
  textOf: ({ system, messages }) => JSON.stringify([system, messages]),
  refuses(path, headers, { toolConfig, system }) {
    if (!/^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/[a-z0-9-]+\/bedrock\/aws4_request, /.test(headers.authorization ?? ''))
      return { status: 403, type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' };
    if (!path.includes('titan')) return undefined;
    const invalid = { status: 400, type: 'ValidationException' };
    if (toolConfig !== undefined) return { ...invalid, message: "This model doesn't support tool use." };
    return Array.isArray(system) && system.length > 0 ? { ...invalid, message: "This model doesn't support system prompts." } : undefined;
  },
  answer(answered) {
    const { as, answer, usage } = answered;
    const stops = {
      tool: 'tool_use',
      filtered: 'content_filtered',
      guardrail: 'guardrail_intervened',
      'at its longest': 'max_tokens',
    } as const;
    const content = as === 'tool' ? [{ toolUse: { toolUseId: 'tooluse_1', name: 'json', input: answer } }] : [{ text: textIn(answered) }];
    return {
      metrics: { latencyMs: 3 },
      output: { message: { role: 'assistant', content } },
      stopReason: as === 'json' || as === 'text' ? 'end_turn' : stops[as],
      usage: { ...usage, totalTokens: usage.inputTokens + usage.outputTokens },
    };
  },
  error: ({ message }) => ({ message }),
  errorHeaders: (type) => ({ 'x-amzn-errortype': type }),
};

/** docs.claude.com/en/api/messages */
const anthropic: Dialect = {
  name: 'anthropic',
  textOf: ({ system, messages }) => JSON.stringify([system, messages]),
  refuses: (_, headers) =>
    headers['x-api-key'] === undefined ? { status: 401, type: 'authentication_error', message: 'x-api-key header is required' } : undefined,
  answer(answered) {
    const { as, answer, usage, body } = answered;
    const stops = { tool: 'tool_use', filtered: 'refusal', guardrail: 'refusal', 'at its longest': 'max_tokens' } as const;
    const content =
      as === 'tool' ? [{ type: 'tool_use', id: 'toolu_1', name: 'json', input: answer }] : [{ type: 'text', text: textIn(answered) }];
    return {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: body['model'],
      content,
      stop_reason: as === 'json' || as === 'text' ? 'end_turn' : stops[as],
      stop_sequence: null,
      usage: { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens },
    };
  },
  error: ({ type, message }) => ({ type: 'error', error: { type, message } }),
  errorHeaders: () => ({}),
};

/** platform.openai.com/docs/api-reference/chat */
const openai: Dialect = {
  name: 'openai',
  textOf: ({ messages }) => JSON.stringify(messages),
  refuses: () => undefined,
  answer(answered) {
    const { as, usage, body } = answered;
    const stops = { filtered: 'content_filter', guardrail: 'content_filter', 'at its longest': 'length' } as const;
    const finish = as === 'tool' || as === 'json' || as === 'text' ? 'stop' : stops[as];
    return {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_763_600_000,
      model: body['model'],
      choices: [{ index: 0, message: { role: 'assistant', content: textIn(answered) }, finish_reason: finish }],
      usage: {
        prompt_tokens: usage.inputTokens,
        completion_tokens: usage.outputTokens,
        total_tokens: usage.inputTokens + usage.outputTokens,
      },
    };
  },
  error: ({ type, message }) => ({ error: { message, type, code: type } }),
  errorHeaders: () => ({}),
};
