import { timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { HealError } from '#domain/heal-error.ts';
import { answerPath } from '#flow/approval/links.ts';
import { tokenDigest } from './person-by-token.ts';
import { problemOf } from './problem.ts';

const openPath = '/api/health';
/** Routes that know by a signature who sent something; they ask for `byToken` themselves where there is none. A link's token is its own signature. */
const signedPath = /^\/(?:api\/intake\/(?:(?:sns|slack)$|webhook\/)|answer\/)/;
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

declare module 'hono' {
  interface ContextVariableMap {
    /** Does the request carry the token, and come from this machine? */
    readonly byToken: boolean;
    /** Whose token of their own it was. */
    readonly caller: string | undefined;
  }
}

interface Guarding {
  readonly token: string;
  readonly port: () => number;
  /** Whose token of their own a token is. */
  readonly personOf: (token: string) => string | undefined;
}

/**
 * Lets in who carries the token, or one of their own, from this machine only: a Host that is not loopback is a rebound DNS name,
 * a foreign Origin is another site's page. Only health answers without a token, and what is signed.
 */
export function guard({ token, port, personOf }: Guarding): MiddlewareHandler {
  const expected = tokenDigest(token);
  const isOurs = (given: string): boolean => timingSafeEqual(tokenDigest(given), expected);
  return async (c, next) => {
    const refusal = strangerRefused(c);
    const { pathname } = new URL(c.req.url);
    const cookie = `selfheal-${port()}`;
    const sent = [bearer(c), getCookie(c, cookie)].filter((one) => one !== undefined);
    const machine = sent.some(isOurs);
    const caller = machine ? undefined : sent.map(personOf).find((one) => one !== undefined);
    const byToken = refusal === undefined && (machine || caller !== undefined);
    c.set('byToken', byToken);
    c.set('caller', caller);
    if (signedPath.test(pathname)) return next();
    if (refusal !== undefined) return problemOf(refusal);
    if (pathname === openPath) return next();
    const given = c.req.query('token');
    if (pathname === '/' && given !== undefined && (isOurs(given) || personOf(given) !== undefined)) {
      setCookie(c, cookie, given, { httpOnly: true, sameSite: 'Strict', path: '/' });
      return c.redirect('/');
    }
    if (byToken) return next();
    return pathname.startsWith('/api/') ? unauthorised() : knock(given !== undefined);
  };
}

function strangerRefused(c: Context): HealError | undefined {
  const host = c.req.header('host') ?? '';
  if (!loopback.test(host))
    return new HealError('access-denied', `Selfheal answers on this machine only, not as "${host}"; open it as 127.0.0.1 or localhost`);
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return undefined;
  const origin = c.req.header('origin');
  const ours = origin === undefined ? c.req.header('sec-fetch-site') !== 'cross-site' : origin === `http://${host}`;
  return ours
    ? undefined
    : new HealError('access-denied', `a page of ${origin ?? 'another site'} may not send commands to Selfheal; use Selfheal's own page`);
}

const bearer = (c: Context): string | undefined => /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];

function unauthorised(): Response {
  const response = problemOf(
    new HealError(
      'access-denied',
      'this needs the token of this engine: open the address that "selfheal up" printed when it started, or send "Authorization: Bearer <token>"',
    ),
    401,
  );
  response.headers.set('www-authenticate', 'Bearer realm="selfheal"');
  return response;
}

/** The page for a browser without a token: says how to get in, and takes the token by hand. */
const knock = (wrong: boolean): Response =>
  new Response(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Selfheal</title><link rel="stylesheet" href="${answerPath}page.css"></head>
<body><main><h1>Selfheal</h1>
<p>${wrong ? 'That token is not the one of this engine; it changes at every start. ' : ''}Open the address that "selfheal up" printed when it started: it carries the token. Run it again in the same folder, and it prints it again. Or paste the token here.</p>
<form action="/"><label>Token <input name="token" type="password" autocomplete="off" required></label><button class="approve">Open</button></form>
</main></body></html>`,
    { status: 401, headers: { 'content-type': 'text/html; charset=utf-8', 'www-authenticate': 'Bearer realm="selfheal"' } },
  );
