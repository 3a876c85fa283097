import { expect, test } from 'vitest';
import { httpWorld, request, token } from './http-world.ts';
import { Problem } from './problem.ts';

test('opens health to everybody, and nothing else without the token', async () => {
  const { app } = await httpWorld();
  expect(await (await request(app, '/api/health')).json()).toEqual({ ok: true, version: '1.2.3' });
  for (const path of ['/api/incidents', '/api/status', '/api/stream', '/api/openapi.json', '/api/nothing', '/', '/page.js']) {
    const response = await request(app, path);
    expect(response.status, path).toBe(401);
    expect(await response.text()).toContain('selfheal up');
  }
  expect((await request(app, '/api/stop', {}, { method: 'POST' })).status).toBe(401);
  expect((await request(app, '/api/status', { authorization: 'Bearer token-of-this-tesT' })).status).toBe(401);
  expect((await request(app, '/api/status?token=token-of-this-test')).status).toBe(401);
});

test('turns the address with the token into a cookie that scripts cannot read and other sites cannot send', async () => {
  const { app } = await httpWorld();
  const response = await request(app, `/?token=${token}`);
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toBe('/');
  const cookie = response.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^selfheal-3000=.*HttpOnly.*SameSite=Strict/);
  const page = await request(app, '/', { cookie: cookie.split(';')[0] ?? '' });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(await page.text()).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/);
  expect((await request(app, '/?token=wrong')).status).toBe(401);
});

test('refuses a rebound name, and commands from the page of another site', async () => {
  const { ask } = await httpWorld();
  expect((await ask('/api/health', { headers: { host: 'evil.example:3000' } })).status).toBe(403);
  expect((await ask('/api/status', { headers: { host: '127.0.0.1.evil.example' } })).status).toBe(403);
  for (const origin of ['https://evil.example', 'http://127.0.0.1:4000', 'null'])
    expect((await ask('/api/stop', { method: 'POST', headers: { origin } })).status, origin).toBe(403);
  expect((await ask('/api/stop', { method: 'POST', headers: { origin: 'http://127.0.0.1:3000' } })).status).toBe(200);
  expect((await ask('/api/status', { headers: { host: 'localhost:3000' } })).status).toBe(200);
});

test('answers errors as problem details that say what to do next', async () => {
  const { ask, post } = await httpWorld();
  const missing = await ask('/api/incidents/inc-nobody');
  expect(missing.status).toBe(404);
  expect(missing.headers.get('content-type')).toBe('application/problem+json');
  expect(Problem.parse(await missing.json())).toMatchObject({ code: 'not-found', detail: expect.stringContaining('GET /api/incidents') });
  expect((await ask('/api/incidents?limit=none')).status).toBe(400);
  expect((await ask('/api/incidents?cursor=rubbish')).status).toBe(400);
  expect((await ask('/api/incidents?place=healed&account=123456789012')).status).toBe(400);
  expect((await ask('/api/nothing')).status).toBe(404);
  expect((await ask('/api/stop', { method: 'POST', body: '{' })).status).toBe(400);
  expect((await post('/api/events', 'x'.repeat(11 * 1024 * 1024))).status).toBe(413);
});
