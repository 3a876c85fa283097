import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { z } from 'zod';
import { HealError } from '#domain/heal-error.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { Problem } from './problem.ts';

/** One route as data: what it takes, what it answers, and how the OpenAPI document calls it. */
export interface Route<P, Q, B, A> {
  readonly method: 'get' | 'post';
  /** In OpenAPI's form: `/api/incidents/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly params?: z.ZodObject & z.ZodType<P>;
  readonly query?: z.ZodObject & z.ZodType<Q>;
  /** A JSON body; an empty body counts as `{}`. */
  readonly body?: z.ZodType<B>;
  readonly answer: z.ZodType<A>;
  /** True for what answers without the token. */
  readonly open?: boolean;
  /** 200 when absent. */
  readonly status?: 200 | 202;
}

export interface Asked<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Who sent a token of their own; absent: whoever has the engine's. */
  readonly caller: string | undefined;
}

/** Mounts a route and writes it into the OpenAPI document: input is checked by its shapes before `answer` sees it. */
export function mount<P = unknown, Q = unknown, B = unknown, A = unknown>(
  api: OpenAPIHono,
  route: Route<P, Q, B, A>,
  answer: (asked: Asked<P, Q, B>) => Promise<A>,
): void {
  const { method, path, params, query, body, status = 200 } = route;
  document(api, route, status);
  api.on(method, honoPath(path), async (c) => {
    const asked: Asked<P, Q, B> = {
      params: checked(params, c.req.param(), 'the path'),
      query: checked(query, c.req.query(), 'the query'),
      body: checked(body, body === undefined ? undefined : await jsonBody(c), 'the body'),
      caller: c.get('caller'),
    };
    return new Response(JSON.stringify(await answer(asked)), { status, headers: { 'content-type': 'application/json' } });
  });
}

/** `/api/incidents/{id}` as Hono writes it. */
const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** What every route may answer instead. */
export const problemAnswer = {
  description: 'What went wrong and what to do next',
  content: { 'application/problem+json': { schema: jsonSchemaOf(Problem, 'output') } },
};

function document<P, Q, B, A>(
  api: OpenAPIHono,
  { method, path, summary, params, query, body, answer, open }: Route<P, Q, B, A>,
  status: number,
): void {
  api.openAPIRegistry.registerPath({
    method,
    path,
    summary,
    ...(open === true ? { security: [] } : {}),
    request: {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      ...(body === undefined ? {} : { body: { content: { 'application/json': { schema: jsonSchemaOf(body, 'input') } } } }),
    },
    responses: {
      [status]: { description: summary, content: { 'application/json': { schema: jsonSchemaOf(answer, 'output') } } },
      default: problemAnswer,
    },
  });
}

function checked<T>(shape: z.ZodType<T> | undefined, value: unknown, where: string): T {
  const parsed = (shape ?? z.custom<T>()).safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HealError('bad-input', `${where} does not fit: ${z.prettifyError(parsed.error)}; /api/openapi.json tells what is expected`);
}

async function jsonBody(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new HealError('bad-input', 'the body is not JSON; send one JSON object, or nothing');
  }
}
