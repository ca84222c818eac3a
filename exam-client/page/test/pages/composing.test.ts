import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../seat/axe';
import { launch, open, serve } from '../seat/browser';
import { ITEMS } from '../seat/form';
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

const PINYIN = { id: 'libpinyin', words: { zh: '拼音', en: 'Pinyin' } };
const WUBI = { id: 'table:wubi-haifeng86', words: { zh: '五笔', en: 'Wubi' } };

/** A page at the essay, with an input method. */
async function atTheEssay(change: { zoom?: number; language?: string; methods?: object[]; state?: string } = {}): Promise<{ seat: TestSeat; page: Page; problems: string[]; place: number }> {
  const seat = new TestSeat();
  const place = ITEMS.findIndex((item) => item.xml.includes('qti-extended-text-interaction')) + 1;
  seat.run();
  seat.put({ input: { state: change.state ?? 'ready', methods: change.methods ?? [PINYIN] } });
  seat.scene = { version: 1, begun: true, language: change.language ?? 'zh', both: false, display: { zoom: change.zoom ?? 100, scheme: 'light', spacing: 'normal', timer: true }, place, step: '', flagged: [], struck: {}, marks: {}, scratch: '', tools: ['navigator'] };
  const { page, problems } = await open(browser, server.origin, seat);
  await page.locator('textarea').first().waitFor();
  await page.locator('textarea').first().focus();
  return { seat, page, problems, place };
}

const value = (page: Page): Promise<string> => page.locator('textarea').first().inputValue();
const holds = (page: Page, text: string): Promise<unknown> => page.waitForFunction((wanted) => document.querySelector('textarea')?.value === wanted, text);

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let turn = 0; turn < 2400; turn++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never: ${what}`);
}

describe('The box of what is composed', () => {
  for (const language of ['zh', 'en']) {
    it(`is accessible in ${language}, in every scheme, and so is its absence`, async () => {
      const { seat, page, problems } = await atTheEssay({ language, methods: [PINYIN, WUBI] });
      await page.keyboard.type('zhongguo');
      await page.locator('.candidates .at', { hasText: '中国' }).waitFor();
      expect(await violations(page)).toEqual([]);
      for (const scheme of ['warm', 'dark', 'contrast', 'ink']) {
        await page.evaluate((wanted) => (document.documentElement.dataset['scheme'] = wanted), scheme);
        expect(await violations(page, ['color-contrast']), scheme).toEqual([]);
      }
      await page.evaluate(() => (document.documentElement.dataset['scheme'] = 'light'));
      seat.put({ input: { state: 'absent', methods: [] } });
      const words = page.locator('.input-none');
      await words.waitFor();
      expect(await violations(page)).toEqual([]);
      // It stands in the middle of the bar, as the buttons beside it do.
      const middle = async (of: string): Promise<number> => page.locator(of).first().evaluate((one) => { const box = one.getBoundingClientRect(); return (box.top + box.bottom) / 2; });
      expect(Math.abs((await middle('.input-none')) - (await middle('.bar-acts .hand')))).toBeLessThan(1.5);
      expect(problems).toEqual([]);
      await page.context().close();
    });
  }
});

describe('A text composed by the seat', () => {
  it('stands in the field when it is decided, and only then in the response', async () => {
    const { seat, page, problems, place } = await atTheEssay();
    await page.keyboard.type('zhongguo');
    await page.locator('.candidates .at', { hasText: '中国' }).waitFor();
    expect(await value(page)).toBe('');
    await page.waitForTimeout(2500);
    expect(seat.given.get(place)).toBeUndefined();
    await page.keyboard.type(' qiche ');
    await holds(page, '中国汽车');
    await until(() => JSON.stringify(seat.given.get(place) ?? null).includes('中国汽车'), 'the response is given');
    expect(await page.locator('.composing').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it('keeps the order however fast it is typed and however late the answers come', async () => {
    const { page } = await atTheEssay();
    await page.evaluate(() => {
      const ask = (window as any).__seatAsk;
      (window as any).__seatAsk = async (request: string) => {
        if (request.includes('"compose')) await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
        return ask(request);
      };
    });
    await page.keyboard.type('zhongguo qiche , 5 ni A');
    await page.keyboard.press('Enter');
    await page.keyboard.type('B');
    await page.keyboard.press('Backspace');
    await holds(page, '中国汽车， 5 你A\n');
  });

  it('is chosen by number, by pointer and from a later page', async () => {
    const { page } = await atTheEssay();
    await page.keyboard.type('ni2');
    await holds(page, '𠮷');
    await page.keyboard.type('ni');
    await page.locator('.candidates button', { hasText: '尼' }).click();
    await holds(page, '𠮷尼');
    await page.keyboard.type('ni');
    await page.locator('.candidates button[aria-label="下一页"]').click();
    await page.locator('.candidates .at', { hasText: '逆' }).waitFor();
    await page.keyboard.press('Space');
    await holds(page, '𠮷尼逆');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
  });

  it('is put where the caret is, over what is selected, and can be undone', async () => {
    const { page } = await atTheEssay();
    await page.keyboard.type('ni ni ');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('qiche ');
    await holds(page, '你汽车你');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.type('zhongguo ');
    await holds(page, '你汽中国你');
    await page.keyboard.press('Control+z');
    await holds(page, '你汽车你');
  });

  it('is no longer than the field allows', async () => {
    const { page } = await atTheEssay();
    await page.evaluate(() => ((document.querySelector('textarea') as HTMLTextAreaElement).maxLength = 3));
    await page.keyboard.type('zhongguo qiche ni ');
    await holds(page, '中国汽');
  });

  it('is dropped undecided when the field is left, but not what was decided before', async () => {
    const { seat, page } = await atTheEssay();
    await page.keyboard.type('ni zhong');
    await page.keyboard.press('Tab');
    await holds(page, '你');
    await page.locator('.composing').waitFor({ state: 'detached' });
    await until(() => seat.input.acts.at(-1) === 'end', 'the seat is told');
    await page.locator('textarea').first().focus();
    await page.keyboard.type('ni ');
    await holds(page, '你你');
  });

  it('is Latin after Ctrl+Space or the switch, and keeps the focus', async () => {
    const { seat, page } = await atTheEssay();
    const asked = (): number => seat.input.acts.length;
    await page.keyboard.press('Control+Space');
    await page.locator('.input-switch', { hasText: '英' }).waitFor();
    const before = asked();
    await page.keyboard.type('ni hao');
    await holds(page, 'ni hao');
    expect(asked()).toBe(before);
    await page.locator('.input-switch .sign').click();
    await page.keyboard.type('ni ');
    await holds(page, 'ni hao你');
    expect(seat.asks.filter((ask) => ask['ask'] === 'blocked')).toEqual([]);
  });

  it('is typed by another method when the candidate changes it', async () => {
    const { seat, page } = await atTheEssay({ methods: [PINYIN, WUBI] });
    await page.keyboard.type('ni ');
    await holds(page, '你');
    await page.locator('.input-switch button', { hasText: '拼音' }).click();
    await page.locator('.input-switch button', { hasText: '五笔' }).waitFor();
    await page.keyboard.type('ni ');
    await holds(page, '你你');
    expect(seat.input.acts.filter((act) => act.startsWith('begin'))).toEqual(['begin libpinyin', 'begin table:wubi-haifeng86']);
  });

  it('goes on in Latin when the input method dies, says so, and comes back', async () => {
    const { seat, page } = await atTheEssay();
    await page.keyboard.type('ni zhong');
    await holds(page, '你');
    await page.locator('.composing-text', { hasText: 'zhong' }).waitFor();
    seat.put({ input: { state: 'absent', methods: [] } });
    await page.locator('.input-none').waitFor();
    await page.locator('.toast', { hasText: '输入法已停止' }).waitFor();
    await page.keyboard.type('abc');
    await holds(page, '你abc');
    seat.put({ input: { state: 'ready', methods: [PINYIN] } });
    await page.locator('.input-switch').waitFor();
    await page.keyboard.type('ni ');
    await holds(page, '你abc你');
  });

  it('is no matter of numbers or of a seat without an input method', async () => {
    const { seat, page } = await atTheEssay({ state: 'off', methods: [] });
    expect(await page.locator('.input-switch, .input-none').count()).toBe(0);
    await page.keyboard.type('ni hao');
    await holds(page, 'ni hao');
    expect(seat.input.acts).toEqual([]);
  });

  it('ends with the stage', async () => {
    const { seat, page } = await atTheEssay();
    await page.keyboard.type('zhong');
    await page.locator('.composing').waitFor();
    seat.hold(1_000_000);
    await page.locator('.composing').waitFor({ state: 'detached' });
  });

  for (const zoom of [100, 400]) {
    it(`is read inside the window, and said to screen readers, at ${zoom} %`, async () => {
      const { page } = await atTheEssay({ zoom });
      await page.locator('textarea').first().scrollIntoViewIfNeeded();
      await page.keyboard.type('zhongguo');
      await page.locator('.candidates .at', { hasText: '中国' }).waitFor();
      const box = await page.locator('.composing').boundingBox();
      expect(box).not.toBeNull();
      expect(box!.x).toBeGreaterThanOrEqual(0);
      expect(box!.y).toBeGreaterThanOrEqual(0);
      expect(box!.x + box!.width).toBeLessThanOrEqual(1366);
      expect(box!.y + box!.height).toBeLessThanOrEqual(768);
      expect(await page.locator('[role=status][aria-atomic=true]').last().textContent()).toContain('1 中国');
      if (process.env['GONGYUAN_SCREENSHOTS']) {
        mkdirSync('target/screenshots', { recursive: true });
        await page.screenshot({ path: `target/screenshots/composing-${zoom}.png` });
      }
    });
  }
});
