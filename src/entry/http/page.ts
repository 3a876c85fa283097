import { readFile } from 'node:fs/promises';
import type { Hono } from 'hono';

/** The plain live page: a closed list of files beside this one, so that no path of a request ever reaches the disk. */
const files = {
  '/': { file: 'index.html', type: 'text/html' },
  '/page.css': { file: 'page.css', type: 'text/css' },
  '/page.js': { file: 'page.js', type: 'text/javascript' },
  '/evidence.js': { file: 'evidence.js', type: 'text/javascript' },
  '/opinion.js': { file: 'opinion.js', type: 'text/javascript' },
  '/story.js': { file: 'story.js', type: 'text/javascript' },
  '/element.js': { file: 'element.js', type: 'text/javascript' },
} as const;

/** Serves the page; read from disk at every request, because they are small and somebody may be editing them. */
export function servePage(app: Pick<Hono, 'get'>): void {
  for (const [path, { file, type }] of Object.entries(files))
    app.get(path, async (c) =>
      c.body(await readFile(new URL(`./page/${file}`, import.meta.url)), 200, {
        'content-type': `${type}; charset=utf-8`,
        'cache-control': 'no-cache',
      }),
    );
}
