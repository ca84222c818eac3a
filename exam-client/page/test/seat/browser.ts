import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { Refusal, TestSeat } from './seat';

const BUILT = fileURLToPath(new URL('../../target/classes/org/gongyuan/seat/page', import.meta.url));
const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.woff2': 'font/woff2' };

/** The header of seat-page.md 1.2, read from the specification itself. */
export function policy(): string {
  const spec = readFileSync(fileURLToPath(new URL('../../../spec/seat-page.md', import.meta.url)), 'utf8');
  const header = /Content-Security-Policy: (default-src 'none'; script-src[^\n]*)/.exec(spec)?.[1];
  if (!header) throw new Error('seat-page.md 1.2 names no policy');
  return header;
}

let seatOfServer: TestSeat | null = null;

/** Serves the built page as the seat does: same files, same headers. */
export async function serve(): Promise<{ origin: string; close(): void }> {
  const csp = policy();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://seat').pathname;
    const own = seatOfServer?.file(path);
    if (own) {
      response.writeHead(200, { 'Content-Type': own.type, 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox", 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
      response.end(own.body);
      return;
    }
    const file = normalize(join(BUILT, path === '/' ? 'index.html' : path));
    try {
      if (!file.startsWith(BUILT)) throw new Error('outside');
      const body = readFileSync(file);
      response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': csp, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}

/** Debian's Chromium, without its sandbox only where we are root. */
export function launch(): Promise<Browser> {
  return chromium.launch({ timeout: 150_000, executablePath: process.env['GONGYUAN_CHROMIUM'] ?? '/usr/bin/chromium', args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--lang=zh-CN', '--font-render-hinting=none'] });
}

/** Opens the page at this seat. The seat stays when the page is loaded anew. */
export async function open(browser: Browser, origin: string, seat: TestSeat, size = { width: 1366, height: 768 }): Promise<{ page: Page; problems: string[] }> {
  seatOfServer = seat;
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  context.setDefaultTimeout(150_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.exposeFunction('__seatAsk', (request: string) => {
    const fields = JSON.parse(request) as Record<string, unknown>;
    if (fields['ask'] === 'listen' || fields['ask'] === 'next') {
      return new Promise((resolve) => seat.listen(fields, { answer: (json) => resolve({ ok: json }), refuse: (code, word) => resolve({ code, word }) }));
    }
    try {
      return { ok: JSON.stringify(seat.ask(request)) };
    } catch (refused) {
      return refused instanceof Refusal ? { code: refused.code, word: refused.word } : { code: 500, word: 'fault' };
    }
  });
  // As java-cef does it: a query is answered once, whatever it says about being persistent.
  await page.addInitScript(() => {
    (window as any).seatQuery = ({ request, onSuccess, onFailure }: any) => {
      void (window as any).__seatAsk(request).then((answer: any) => {
        if (answer.code) onFailure(answer.code, answer.word);
        else onSuccess(answer.ok);
      });
      return 1;
    };
  });
  await page.goto(origin);
  return { page, problems };
}
