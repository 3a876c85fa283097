import { once } from 'node:events';
import { createServer } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';

let connections = 0;
const server = createServer((socket) => {
  connections += 1;
  socket.on('error', () => {});
  socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
});
let port = 0;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  server.close();
});

/** In a thread of its own, because what is closed stays closed: of each way out the code of its error, or `out`. */
async function tried(closed: boolean): Promise<Readonly<Record<string, string>>> {
  const close = closed ? `(await import(${JSON.stringify(new URL('./forbid-calls.ts', import.meta.url).href)})).forbidCalls();` : '';
  const each = Object.entries(ways).map(([name, way]) => `[${JSON.stringify(name)}, async () => { ${way} }]`);
  const code = `(async () => {
    const port = ${port};
    ${close}
    const told = {};
    for (const [name, way] of [${each.join(',')}])
      told[name] = await way().then(() => 'out', (error) => (error.cause ?? error).code ?? error.message);
    require('node:worker_threads').parentPort.postMessage(told);
  })();`;
  const worker = new Worker(code, { eval: true });
  const [told]: Readonly<Record<string, string>>[] = await once(worker, 'message');
  await worker.terminate();
  return told ?? {};
}

const ways: Readonly<Record<string, string>> = {
  fetch: 'await fetch(`http://127.0.0.1:${port}`);',
  'http.get': "await require('node:events').once(require('node:http').get({ host: '127.0.0.1', port }), 'response');",
  'https.get':
    "const asked = require('node:https').get({ host: '127.0.0.1', port }); asked.on('error', () => {}); await require('node:events').once(asked, 'socket');",
  'net.connect': "await require('node:events').once(require('node:net').connect(port, '127.0.0.1'), 'connect');",
  'a named import':
    "const { connect } = await import('node:net'); await require('node:events').once(connect(port, '127.0.0.1'), 'connect');",
  dns: "await require('node:dns/promises').lookup('localhost');",
  'a named import of dns': "const { lookup } = await import('node:dns/promises'); await lookup('localhost');",
  'another question to dns':
    "await new (require('node:dns').promises.Resolver)({ timeout: 20, tries: 1 }).resolveMx('localhost.invalid').catch((error) => { if (error.code === 'not-allowed') throw error; });",
  'tls.connect':
    "const asked = require('node:tls').connect({ host: '127.0.0.1', port }); asked.on('error', () => {}); await require('node:events').once(asked, 'connect');",
  'http2.connect':
    "const asked = require('node:http2').connect(`http://127.0.0.1:${port}`); asked.on('error', () => {}); await require('node:events').once(asked.socket, 'connect'); asked.destroy();",
  'a thread of its own': "await new (require('node:worker_threads').Worker)('', { eval: true }).terminate();",
  'the sockets below': "process.binding('config');",
  'a datagram': "require('node:dgram').createSocket('udp4').send('x', port, '127.0.0.1');",
  'another program': "await require('node:util').promisify(require('node:child_process').execFile)('true');",
  'another program at once': "require('node:child_process').execFileSync('true');",
};

const everyWay = (told: string): Readonly<Record<string, string>> => Object.fromEntries(Object.keys(ways).map((name) => [name, told]));

test('every way out of the process is closed, and was open before', async () => {
  expect(await tried(false)).toEqual(everyWay('out'));
  const before = connections;
  expect(before).toBeGreaterThan(0);
  expect(await tried(true)).toEqual(everyWay('not-allowed'));
  expect(connections).toBe(before);
}, 30_000);
