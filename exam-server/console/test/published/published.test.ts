import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** What OnePersonAtThePortTest tells of the sitting it published. */
interface Published {
  /** The public port. */
  public: string;
  sitting: string;
  /** The ticket of who answered one of three, and its secret. */
  ticket: string;
  secret: string;
  /** His receipt. */
  receipt: string;
  /** The ticket of a voided candidate, and its secret. */
  voidTicket: string;
  voidSecret: string;
}

const told = process.env['GONGYUAN_PUBLISHED'];
if (told === undefined) throw new Error('GONGYUAN_PUBLISHED is not set: run OnePersonAtThePortTest of the server');
const published = JSON.parse(told) as Published;
const PICTURES = process.env['GONGYUAN_PICTURES'] === 'on';

let browser: Browser;
let page: Page;
const problems: string[] = [];
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: process.env['GONGYUAN_CHROMIUM'] ?? '/usr/bin/chromium', args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--lang=zh-CN'] });
  page = await (await browser.newContext({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce', locale: 'zh-CN' })).newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`${published.public}/`);
});
afterAll(async () => {
  await browser.close();
  expect(problems).toEqual([]);
});

async function look(ticket: string, secret: string): Promise<void> {
  await page.locator('#sitting').fill(published.sitting);
  await page.locator('#ticket').fill(ticket);
  await page.locator('#secret').fill(secret);
  await page.getByRole('button', { name: '查询' }).click();
}

async function check(receipt: string): Promise<void> {
  await page.locator('#receipt').fill(receipt);
  await page.getByRole('button', { name: '核验' }).click();
}

/** Keeps how the page looks in both languages, lights and sizes, when pictures are asked for. */
async function keep(name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync('target/screenshots', { recursive: true });
  for (const language of ['en', 'zh-CN']) {
    for (const theme of ['dark', 'light']) {
      await page.evaluate(([said, lit]) => {
        dispatchEvent(new StorageEvent('storage', { key: 'gongyuan.language', newValue: said! }));
        dispatchEvent(new StorageEvent('storage', { key: 'gongyuan.theme', newValue: lit! }));
      }, [language, theme]);
      for (const size of [{ width: 1920, height: 1080 }, { width: 1366, height: 768 }]) {
        await page.setViewportSize(size);
        await page.screenshot({ fullPage: true, path: `target/screenshots/${name}-${language}-${theme}-${size.width}.png` });
      }
    }
  }
}

describe('The public page after publication', () => {
  it('tells a candidate his result by his ticket and its secret alone', async () => {
    await look(published.ticket, `${published.secret}0`);
    await page.locator('.note.careful', { hasText: '没有查到' }).waitFor();
    await look('t-none', published.secret);
    await page.locator('.note.careful', { hasText: '没有查到' }).waitFor();
    await look(published.ticket, published.secret);
    await page.locator('dd', { hasText: '1 分（满分 3 分）' }).waitFor();
    expect(await page.locator('dd strong').textContent()).toBe('合格');
    await page.locator('#ticket').fill('another');
    expect(await page.locator('dd').allTextContents(), 'it stays beside what was asked').toContain(published.ticket);
    await page.locator('#ticket').fill(published.ticket);
    await keep('published-result');
    expect(page.url(), 'what was typed stands in no address').toBe(`${published.public}/console/`);
  });

  it('tells who was voided that, and no points', async () => {
    await look(published.voidTicket, published.voidSecret);
    await page.locator('dd strong', { hasText: '成绩作废' }).waitFor();
    expect(await page.locator('dt', { hasText: '分数' }).count()).toBe(0);
    await keep('published-void');
  });

  it('says of a receipt whether it holds, and which score was computed from it', async () => {
    await check(published.receipt);
    await page.locator('.note.good', { hasText: '回执真实' }).waitFor();
    await page.locator('dd', { hasText: '考生交卷' }).waitFor();
    await keep('published-receipt');
    await check(published.receipt.slice(0, -20));
    await page.locator('.note.bad', { hasText: '未通过核验' }).waitFor();
    await keep('published-receipt-bad');
  });
});
