import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3 } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from './fault.ts';
import { type Proxy, type ProxyOptions, startProxy } from './proxy.ts';
import { until } from './testing/until.ts';

/** A stand-in for the emulator: a real server that answers what a test wants and keeps what it was asked. */
interface Upstream {
  readonly url: string;
  readonly asked: string[];
}
const identity =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:user/moto</Arn><UserId>AIDA1</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';
const running: (Server | Proxy)[] = [];

async function upstreamThat(answer: (request: IncomingMessage) => { status?: number; type?: string; body?: string }): Promise<Upstream> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const sts = request.headers.authorization?.includes('/sts/') === true;
    if (!sts) asked.push(`${request.method} ${request.url} ${request.headers['x-amz-target'] ?? ''}`.trim());
    const { status = 200, type = 'application/json', body = '{}' } = sts ? { type: 'text/xml', body: identity } : answer(request);
    request.resume().once('end', () => response.writeHead(status, { 'content-type': type }).end(body));
  }).listen(0, '127.0.0.1');
  running.push(server);
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function proxyBefore(upstream: Upstream, options: Partial<ProxyOptions> = {}): Promise<Proxy> {
  const proxy = await startProxy({ port: 0, upstream: upstream.url, ...options });
  running.push(proxy);
  return proxy;
}

afterEach(async () => {
  for (const each of running.splice(0)) {
    if ('setFault' in each) await each.close();
    else each.close().closeAllConnections();
  }
});

const client = (proxy: Proxy) => ({
  endpoint: proxy.url,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'x' },
  maxAttempts: 1,
});
const put = { Name: '/a', Value: 'x', Type: 'String' } as const;

describe('startProxy', () => {
  it('says who holds a taken port and which one is free', async () => {
    const first = await proxyBefore(await upstreamThat(() => ({})));
    const refused = startProxy({ port: first.port, upstream: 'http://127.0.0.1:1' });
    await expect(refused).rejects.toMatchObject({ code: 'address-in-use', details: { port: first.port, pid: process.pid } });
    const free = await refused.catch((error: { details: { free: number } }) => error.details.free);
    const second = await startProxy({ port: Number(free), upstream: 'http://127.0.0.1:1' });
    expect(second.port).toBe(free);
    await second.close();
  });

  it('turns what the emulator lacks into an error that SDKs name and do not retry', async () => {
    const upstream = await upstreamThat(() => ({
      status: 500,
      type: 'text/html',
      body: '<!doctype html>\n<title>500 Internal Server Error</title>',
    }));
    const proxy = await proxyBefore(upstream);
    const refused = new SSM({ ...client(proxy), maxAttempts: 3 }).putParameter(put);
    await expect(refused).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501, attempts: 1 } });
    expect(upstream.asked).toHaveLength(1);
    expect(proxy.events.last).toBe(0);
  });

  it('says that the emulator does not answer instead of hanging', async () => {
    const proxy = await proxyBefore({ url: 'http://127.0.0.1:1', asked: [] });
    await expect(new SSM(client(proxy)).putParameter(put)).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      message: expect.stringContaining('does not answer'),
    });
  });

  it.each<[Fault, object]>([
    [{ kind: 'throttle' }, { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }],
    [{ kind: 'deny' }, { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }],
    [
      { kind: 'error', status: 503, code: 'InternalServerError' },
      { name: 'InternalServerError', $metadata: { httpStatusCode: 503 } },
    ],
    [{ kind: 'cut' }, { code: 'ECONNRESET' }],
  ])('keeps a call with the fault %j from the emulator', async (fault, error) => {
    const upstream = await upstreamThat(() => ({}));
    const proxy = await proxyBefore(upstream, { fault: ({ mutating }) => (mutating ? fault : undefined) });
    const ssm = new SSM(client(proxy));
    await expect(ssm.putParameter(put)).rejects.toMatchObject(error);
    expect(upstream.asked).toEqual([]);
    await ssm.describeParameters({});
    proxy.setFault(undefined);
    await ssm.putParameter(put);
    expect(upstream.asked).toEqual(['POST / AmazonSSM.DescribeParameters', 'POST / AmazonSSM.PutParameter']);
  });

  it('answers faults in the form of the service', async () => {
    const proxy = await proxyBefore(await upstreamThat(() => ({})), { fault: () => ({ kind: 'throttle' }) });
    await expect(new S3({ ...client(proxy), forcePathStyle: true }).deletePublicAccessBlock({ Bucket: 'b-1' })).rejects.toMatchObject({
      name: 'SlowDown',
      $metadata: { httpStatusCode: 503 },
    });
  });

  it('carries a call out whose answer is cut, and records it', async () => {
    const upstream = await upstreamThat(() => ({}));
    const proxy = await proxyBefore(upstream, { fault: () => ({ kind: 'cut-after' }) });
    await expect(new SSM(client(proxy)).putParameter(put)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(upstream.asked).toHaveLength(1);
    expect(proxy.calls()).toMatchObject([{ service: 'ssm', operation: 'PutParameter', status: 200 }]);
    await until('the event', () => (proxy.events.last === 1 ? true : undefined));
  });

  it('records a call whose caller went away while it ran', async () => {
    const leaving = new AbortController();
    const fault = (): Fault => {
      leaving.abort();
      return { kind: 'delay', ms: 50 };
    };
    const upstream = await upstreamThat(() => ({}));
    const proxy = await proxyBefore(upstream, { fault });
    await expect(new SSM(client(proxy)).putParameter(put, { abortSignal: leaving.signal })).rejects.toMatchObject({ name: 'AbortError' });
    await until('the event', () => (proxy.events.last === 1 ? true : undefined));
    expect(upstream.asked).toHaveLength(1);
  });

  it('takes faults from another process and applies each as often as it says', async () => {
    const proxy = await proxyBefore(await upstreamThat(() => ({})));
    const post = (body: unknown) => fetch(`${proxy.url}/_selfheal/faults`, { method: 'POST', body: JSON.stringify(body) });
    expect((await post([{ kind: 'explode' }])).status).toBe(400);
    expect((await post([{ service: 'ssm', operation: 'PutParameter', kind: 'throttle', times: 2 }])).status).toBe(200);
    const ssm = new SSM(client(proxy));
    await ssm.describeParameters({});
    await expect(ssm.putParameter(put)).rejects.toThrow(/Rate exceeded/);
    await expect(ssm.putParameter(put)).rejects.toThrow(/Rate exceeded/);
    await ssm.putParameter(put);
  });

  it('counts and lists writes with their status, their caller and without their secrets', async () => {
    const proxy = await proxyBefore(await upstreamThat(() => ({})));
    const ssm = new SSM(client(proxy));
    await ssm.putParameter(put);
    await ssm.describeParameters({});
    const arn = 'arn:aws:iam::123456789012:user/moto';
    const counts = await (await fetch(`${proxy.url}/_selfheal/counts`)).json();
    expect(counts).toEqual({
      requests: 2,
      total: 1,
      failed: 0,
      operations: { 'ssm:PutParameter': 1 },
      identities: { [arn]: 1 },
      data: {},
    });
    const { calls } = (await (await fetch(`${proxy.url}/_selfheal/calls?after=0`)).json()) as { calls: object[] };
    expect(calls).toMatchObject([
      { seq: 1, identity: arn, region: 'eu-west-1', status: 200, input: { Name: '/a', Value: 'HIDDEN_DUE_TO_SECURITY_REASONS' } },
    ]);
    expect(await (await fetch(`${proxy.url}/_selfheal/calls?after=1`)).json()).toEqual({ calls: [] });
  });

  it('refuses its control paths to web pages', async () => {
    const proxy = await proxyBefore(await upstreamThat(() => ({})));
    const page = await fetch(`${proxy.url}/_selfheal/counts`, { headers: { origin: 'http://example.com' } });
    expect(page.status).toBe(403);
  });

  it('runs Lambda handlers in the place of functions, and reports what they throw as Lambda does', async () => {
    const upstream = await upstreamThat(() => ({ status: 404 }));
    const proxy = await proxyBefore(upstream, { handlers: { greet: async (payload) => ({ hello: payload }) } });
    proxy.setHandler('boom', async () => {
      throw new TypeError('no');
    });
    const invoke = (name: string) =>
      fetch(`${proxy.url}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, {
        method: 'POST',
        body: '{"a":1}',
        headers: { authorization: 'AWS4-HMAC-SHA256 Credential=AKIATEST/1/us-east-1/lambda/aws4_request' },
      });
    expect(await (await invoke('arn:aws:lambda:us-east-1:123456789012:function:greet:live')).json()).toEqual({ hello: { a: 1 } });
    const failed = await invoke('boom');
    expect(failed.headers.get('x-amz-function-error')).toBe('Unhandled');
    expect(await failed.json()).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' });
    expect((await invoke('other')).status).toBe(404);
    expect(upstream.asked).toHaveLength(1);
  });

  it('works as a forward proxy too', async () => {
    const upstream = await upstreamThat(() => ({}));
    const proxy = await proxyBefore(upstream);
    const outgoing = httpRequest({ port: proxy.port, host: '127.0.0.1', method: 'GET', path: 'http://moto.test:4566/b-1?acl' }).end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    response.resume();
    expect(upstream.asked).toEqual(['GET /b-1?acl']);
  });
});
