import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, open, serve } from '../seat/browser';
import { ITEMS, item } from '../seat/form';
import { TestSeat } from '../seat/seat';

let browser: Browser;
let server: { origin: string; close(): void };
beforeAll(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
afterAll(async () => {
  await browser.close();
  server.close();
});

/** Goes from item to item as the buttons of the navigator do, and changes something in each. */
async function goesOn(page: Page, changes: number): Promise<void> {
  await page.evaluate(async (wanted) => {
    const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done));
    const body = (): Element | null => document.querySelector('.question-body .qti-body');
    for (let change = 0; change < wanted; change++) {
      const cells = [...document.querySelectorAll<HTMLElement>('.navigator .grid .cell')];
      const before = body();
      cells[(cells.findIndex((cell) => cell.classList.contains('current')) + 1) % cells.length]?.click();
      for (let turn = 0; turn < 600 && (body() === null || body() === before); turn++) await frame();
      if (body() === null || body() === before) throw new Error(`item change ${change} does not come`);
      body()?.querySelector<HTMLElement>('input[type=radio], input[type=checkbox]')?.click();
      const field = body()?.querySelector<HTMLInputElement | HTMLTextAreaElement>('textarea, input[type=text]');
      field?.focus();
      if (field) document.execCommand('insertText', false, String(change % 10));
      body()?.querySelector<HTMLElement>('.strike')?.click();
      await frame();
    }
  }, changes);
}

/** What the renderer keeps once everything nobody can reach is collected. */
async function kept(of: CDPSession): Promise<{ nodes: number; listeners: number; documents: number }> {
  // What a finalizer let go of is found by the next collection only.
  for (let time = 0; time < 3; time++) await of.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners, documents } = await of.send('Memory.getDOMCounters');
  return { nodes, listeners: jsEventListeners, documents };
}

describe('What the page keeps', () => {
  it('does not grow with the items shown', async () => {
    const seat = new TestSeat();
    seat.run();
    const { page, problems } = await open(browser, server.origin, seat);
    await page.locator('.question-body .qti-body').waitFor();
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.enable');
    // Twice round, so that whatever is made once is there; then eleven times more, to the same item.
    await goesOn(page, 2 * ITEMS.length);
    const before = await kept(session);
    await goesOn(page, 11 * ITEMS.length);
    const after = await kept(session);
    expect(seat.order.length).toBeGreaterThan(13 * ITEMS.length);
    // One item kept has some hundred nodes and some ten listeners; 198 were shown.
    expect(after.nodes - before.nodes, `nodes ${before.nodes} → ${after.nodes}`).toBeLessThan(198);
    expect(after.listeners - before.listeners, `listeners ${before.listeners} → ${after.listeners}`).toBeLessThan(99);
    expect(after.documents - before.documents, `documents ${before.documents} → ${after.documents}`).toBeLessThan(20);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('does not include the stylesheet of an item that was left before it came', async () => {
    const seat = new TestSeat();
    const styled = item('', '<qti-prompt><p class="red">甲</p></qti-prompt>', '<qti-stylesheet href="assets/engine.svg" type="text/css"/>');
    seat.items = [{ name: 'plain', xml: item('', '<p>乙</p>') }, { name: 'styled', xml: styled }];
    seat.run();
    const { page, problems } = await open(browser, server.origin, seat);
    await page.locator('.question-body .qti-body').waitFor();
    let answer: () => void = () => undefined;
    const mayAnswer = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/asset/7', async (route) => {
      await mayAnswer;
      await route.fulfill({ contentType: 'text/css', body: '.red { color: red }' });
    });
    const asked = page.waitForRequest('**/asset/7');
    const cell = (n: number): Promise<void> => page.locator('.navigator .grid .cell').nth(n).click();
    await cell(1);
    await asked;
    await cell(0);
    await page.getByText('乙', { exact: true }).waitFor();
    const answered = page.waitForResponse('**/asset/7');
    answer();
    await (await answered).finished();
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
    // Shown again and not left, it has its stylesheet.
    await cell(1);
    await page.waitForFunction(() => document.adoptedStyleSheets.length === 1);
    await cell(0);
    await page.waitForFunction(() => document.adoptedStyleSheets.length === 0);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
