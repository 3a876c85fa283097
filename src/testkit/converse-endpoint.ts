import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Dialect, dialectOf, type Wire } from './model-dialects.ts';

/** A question as it came over the wire. */
export interface Heard {
  readonly dialect: Dialect;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Wire;
  /** Everything that the provider would read: system prompt and messages. */
  readonly text: string;
}

/** What the endpoint does with one question. An `answer` may depend on what was asked. */
export type Saying =
  | { readonly as: 'tool' | 'json'; readonly answer: unknown }
  | { readonly as: 'text'; readonly text: string }
  | { readonly as: 'error'; readonly status: number; readonly type: string; readonly message: string }
  | { readonly as: 'filtered' | 'guardrail' | 'at its longest' | 'malformed' | 'another shape' | 'cut' | 'nothing' | 'gone' };

type Answering = Saying | ((heard: Heard) => Saying);

const usage = { inputTokens: 1_200, outputTokens: 150 };

/**
 * A model on loopback that speaks the wire protocols of Bedrock's Converse, of Anthropic's messages and of OpenAI's chat completions, so that the real
 * client code is under test. It says what it is told to say, one after the other; the last again and again.
 */
export async function converseEndpoint(...sayings: readonly Answering[]) {
  const heard: Heard[] = [];
  let queue = [...sayings];
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '';
    const dialect = dialectOf(path);
    if (dialect === undefined) return send(response, 404, {}, { message: `nothing is at ${path}` });
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Wire;
    const question: Heard = { dialect, path, headers: request.headers, body, text: dialect.textOf(body) };
    heard.push(question);
    const refusal = dialect.refuses(path, request.headers, body);
    if (refusal !== undefined) return send(response, refusal.status, dialect.errorHeaders(refusal.type), dialect.error(refusal));
    const [next] = queue;
    if (queue.length > 1) queue = queue.slice(1);
    if (next === undefined) throw new Error('the endpoint was told nothing to say');
    say(typeof next === 'function' ? next(question) : next, question, response);
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    /** Every question so far. */
    heard: heard as readonly Heard[],
    says: (...next: readonly Answering[]): void => void (queue = [...next]),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function say(saying: Saying, { dialect, body }: Heard, response: ServerResponse): void {
  switch (saying.as) {
    case 'tool':
    case 'json':
      return send(response, 200, {}, dialect.answer({ as: saying.as, answer: saying.answer, usage, body }));
    case 'text':
      return send(response, 200, {}, dialect.answer({ as: 'text', answer: saying.text, usage, body }));
    case 'filtered':
    case 'guardrail':
    case 'at its longest':
      return send(response, 200, {}, dialect.answer({ as: saying.as, answer: 'Sorry, that', usage, body }));
    case 'error':
      return send(response, saying.status, dialect.errorHeaders(saying.type), dialect.error(saying));
    case 'malformed':
      return send(response, 200, {}, '{"output": {"message": ');
    case 'another shape':
      return send(response, 200, {}, { hello: 'world' });
    case 'cut': {
      const whole = JSON.stringify(dialect.answer({ as: 'json', answer: {}, usage, body }));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(whole) });
      return void response.write(whole.slice(0, 40), () => response.destroy());
    }
    case 'gone':
      return void response.destroy();
    case 'nothing':
      return;
  }
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: Wire | string): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-requestid': `request-${status}`, ...headers });
  response.end(text);
}
