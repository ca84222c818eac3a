import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

/** The same response; points may differ by the pixel a layout rounds to. */
function isNear(given: [string, string[] | null][] | undefined, wanted: [string, string[] | null][]): boolean {
  if (JSON.stringify(given) === JSON.stringify(wanted)) return true;
  const numbers = (of: [string, string[] | null][] | undefined): number[] => (of?.[0]?.[1] ?? []).flatMap((token) => token.split(' ').map(Number));
  const [one, other] = [numbers(given), numbers(wanted)];
  return one.length === other.length && one.length > 0 && one.every((value, index) => Math.abs(value - (other[index] ?? NaN)) <= 1);
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let turn = 0; turn < 2400; turn++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never: ${what}`);
}

/** A page that stands in the exam at this item. */
async function at(name: string, prepare: (seat: TestSeat) => void = () => undefined): Promise<{ seat: TestSeat; page: Page; problems: string[]; place: number }> {
  const seat = new TestSeat();
  const place = ITEMS.findIndex((item) => item.name === name) + 1;
  seat.run();
  prepare(seat);
  seat.scene = { version: 1, begun: true, language: 'zh', both: false, display: { zoom: 100, scheme: 'light', spacing: 'normal', timer: true }, place, step: '', flagged: [], struck: {}, marks: {}, scratch: '', tools: ['navigator'] };
  const { page, problems } = await open(browser, server.origin, seat);
  await page.locator('.question-body .qti-body').waitFor();
  return { seat, page, problems, place };
}

const done = async ({ seat, page, problems }: { seat: TestSeat; page: Page; problems: string[] }): Promise<void> => {
  expect(problems).toEqual([]);
  expect(seat.asks.filter((ask) => ask['ask'] === 'fault')).toEqual([]);
  await page.context().close();
};

/** Presses Tab until that has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let press = 0; press < 120; press++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${selector}`);
}

describe('The camera', () => {
  it('is opened only for who agrees to pictures, where the body asks for that', async () => {
    const seat = new TestSeat();
    seat.admit();
    seat.put({ stage: 'waiting', entry: { ...seat.facets['entry'], pictures: 'unasked' }, camera: { state: 'off', picture: null, hints: [], good: false } });
    const { page, problems } = await open(browser, server.origin, seat);
    await page.getByRole('heading', { level: 1, name: '摄像头检查' }).waitFor();
    expect(await page.locator('input[name=face]').count()).toBe(0);
    await page.locator('.acts .primary').click();
    await page.getByText('请先在两项中选择一项').waitFor();
    expect(seat.asks.some((ask) => ask['ask'] === 'checked')).toBe(false);
    await page.getByLabel('同意拍照', { exact: true }).check();
    await page.locator('.camera-view img').waitFor();
    await page.locator('input[name=face]').nth(1).check();
    await page.getByLabel('不同意，由监考员在现场监考').check();
    await page.getByText('摄像头没有打开').waitFor();
    await page.locator('.acts .primary').click();
    await page.getByRole('heading', { level: 1, name: '考场规则与承诺' }).waitFor();
    expect(seat.asks.filter((ask) => ask['ask'] === 'pictures').map((ask) => ask['agreed'])).toEqual([true, false]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('that is lost is said calmly in the exam, and consent is withdrawn there', async () => {
    const seat = new TestSeat();
    seat.run({ pictures: 'yes', face: 'yes' });
    const { page, problems } = await open(browser, server.origin, seat);
    await page.getByText('曲轴转过的角度').waitFor();
    seat.put({ camera: { state: 'lost', picture: null, hints: [], good: false } });
    await page.getByRole('button', { name: '摄像头没有画面' }).click();
    await page.getByText('考试照常进行，您的作答不受影响').waitFor();
    expect(seat.asks.filter((ask) => ask['ask'] === 'watch').at(-1)).toEqual({ ask: 'watch', on: true });
    seat.put({ camera: { state: 'live', picture: '/camera/3', hints: [], good: false } });
    await page.locator('.camera-panel img').waitFor();
    await page.getByRole('button', { name: '撤回对人脸比对的同意' }).click();
    await until(() => seat.facets['entry'].face === 'no', 'the withdrawal of face comparison');
    await page.getByRole('button', { name: '撤回对拍照的同意' }).click();
    await until(() => seat.facets['entry'].pictures === 'no', 'the withdrawal of pictures');
    await page.getByText('摄像头没有打开，不拍照').waitFor();
    await page.keyboard.press('Escape');
    await until(() => seat.asks.filter((ask) => ask['ask'] === 'watch').at(-1)?.['on'] === false, 'no more live pictures');
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('The whole way', () => {
  it('leads from the welcome to the machine given back, by keyboard alone', async () => {
    const seat = new TestSeat();
    seat.items = ITEMS.slice(0, 2);
    const { page, problems } = await open(browser, server.origin, seat);
    const heading = async (text: string): Promise<void> => page.getByRole('heading', { level: 1, name: text }).waitFor();
    await heading('欢迎参加考试');
    await tabTo(page, '.acts .primary');
    await page.keyboard.press('Enter');
    await heading('登录');
    await page.locator('#ticket:focus').waitFor();
    await page.keyboard.type('2026051600114');
    await page.keyboard.press('Enter');
    await page.locator('#secret:focus').waitFor();
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('准考证号、口令或座位不符').first().waitFor();
    expect(await page.locator('#secret').inputValue()).toBe('');
    expect(await page.getByText('网络中断').count(), 'a refusal is an answer').toBe(0);
    await page.locator('#secret:focus').waitFor();
    await page.keyboard.type('right');
    await page.keyboard.press('Enter');
    await heading('请核对您的信息');
    await page.getByText('欧阳𠮷').waitFor();
    await tabTo(page, '.acts .primary');
    await page.keyboard.press('Enter');
    await heading('摄像头检查');
    await tabTo(page, '.acts .primary');
    await page.keyboard.press('Enter');
    await page.getByText('请先在两项中选择一项').waitFor();
    await page.locator('input[name=face]').first().focus();
    await page.keyboard.press('ArrowDown');
    await until(() => seat.facets['entry'].face === 'no', 'the choice against face comparison');
    await tabTo(page, '.acts .primary');
    await page.keyboard.press('Enter');
    await heading('考场规则与承诺');
    await tabTo(page, '.acts .primary');
    await page.keyboard.press('Enter');
    await heading('试做');
    for (let item = 0; item < 4; item++) {
      await tabTo(page, '.acts .primary');
      await page.keyboard.press('Enter');
    }
    await tabTo(page, '.acts .primary');
    await page.keyboard.press('Enter');
    await heading('一切就绪，请等待开考');
    seat.start();
    await page.getByText('曲轴转过的角度').waitFor();
    await tabTo(page, '.qti-body input');
    await page.keyboard.press('Space');
    await page.getByText('已保存 09:').waitFor();
    expect(seat.given.get(1)).toEqual([['RESPONSE', ['C']]]);
    await tabTo(page, '.steps .flag');
    await page.keyboard.press('Enter');
    await tabTo(page, '.steps .primary');
    await page.keyboard.press('Enter');
    await page.getByText('第 2 题，共 2 题').first().waitFor();
    await tabTo(page, '.steps .primary');
    await page.keyboard.press('Enter');
    await heading('交卷前请确认');
    expect(await page.locator('.closing-list .cell').allTextContents().then((all) => all.map((one) => one.trim()))).toEqual(['2', '1']);
    await tabTo(page, 'main .acts .primary');
    await page.keyboard.press('Enter');
    await page.getByText('还有 1 题未答').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await heading('交卷成功');
    await page.getByText('K7WQ2 M4XRA').waitFor();
    expect(await page.locator('.qr path').getAttribute('d')).toMatch(/^M4 4h7v1/);
    await tabTo(page, 'main > .card > .acts .primary');
    await page.keyboard.press('Enter');
    await heading('谢谢，您可以离开了');
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie, history.length])).toEqual([0, 0, '', expect.any(Number)]);
    expect(JSON.stringify(seat.asks.filter((ask) => ask['ask'] !== 'sign-in'))).not.toContain('right');
    await done({ seat, page, problems });
  });
});

type Act = (page: Page) => Promise<void>;
const WAYS: { name: string; mouse: Act; keyboard: Act; gives: [string, string[] | null][]; keys?: [string, string[] | null][] }[] = [
  {
    name: 'choice',
    mouse: (page) => page.locator('.option-label').nth(2).click(),
    keyboard: async (page) => {
      await tabTo(page, '.qti-body input');
      for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    },
    gives: [['RESPONSE', ['D']]],
  },
  {
    name: 'multiple choice',
    mouse: async (page) => {
      for (const index of [0, 1, 2]) await page.locator('.option-label').nth(index).click();
    },
    keyboard: async (page) => {
      await tabTo(page, '.qti-body input');
      for (const key of ['Space', 'Tab', 'Space', 'Tab', 'Space']) await page.keyboard.press(key);
    },
    gives: [['RESPONSE', ['A', 'B']]],
  },
  {
    name: 'inline choice',
    mouse: async (page) => {
      for (const [index, value] of [[0, 'V'], [1, 'OHM']] as const) {
        await page.locator('.qti-body select').nth(index).click();
        await page.locator(`.qti-body select >> nth=${index} >> option[value=${value}]`).click();
      }
    },
    keyboard: async (page) => {
      await tabTo(page, '.qti-body select');
      for (const key of ['Space', 'ArrowDown', 'Enter', 'Tab', 'Space', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    },
    gives: [['VOLTAGE', ['V']], ['RESISTANCE', ['OHM']]],
  },
  {
    name: 'text entry',
    mouse: async (page) => {
      await page.locator('.blank').first().click();
      await page.keyboard.insertText('1.81');
      await page.locator('.blank').nth(1).click();
      await page.locator('.palette button').nth(3).click();
    },
    keyboard: async (page) => {
      await tabTo(page, '.blank');
      await page.keyboard.type('1.81');
      await page.keyboard.press('Tab');
      for (const key of ['Tab', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter', 'Tab']) await page.keyboard.press(key);
    },
    gives: [['NUMBER', ['1.81']], ['FORMULA', ['π']]],
  },
  {
    name: 'extended text',
    mouse: async (page) => {
      await page.locator('textarea').click();
      await page.keyboard.insertText('动不平衡𠮷');
    },
    keyboard: async (page) => {
      await tabTo(page, '.qti-body textarea');
      await page.keyboard.insertText('动不平衡𠮷');
    },
    gives: [['RESPONSE', ['动不平衡𠮷']]],
  },
  {
    name: 'match',
    mouse: async (page) => {
      await page.locator('tbody tr').nth(0).locator('.match-cell').nth(1).click();
      await page.locator('tbody tr').nth(1).locator('.match-cell').nth(0).click();
    },
    keyboard: async (page) => {
      await tabTo(page, '.qti-body input');
      for (const key of ['ArrowRight', 'Space', 'ArrowDown', 'ArrowLeft', 'Space']) await page.keyboard.press(key);
    },
    gives: [['RESPONSE', ['SOUND PRESSURE', 'MICROMETER DIAMETER']]],
  },
  {
    name: 'order',
    mouse: (page) => page.locator('.order-row').nth(0).locator('button:visible').last().click(),
    keyboard: async (page) => {
      await tabTo(page, '.order-row button:not(:disabled)');
      await page.keyboard.press('Enter');
    },
    gives: [['RESPONSE', ['TEST', 'WAIT', 'OFF', 'PULL']]],
  },
  {
    name: 'hottext',
    mouse: async (page) => {
      for (const index of [1, 3]) await page.locator('.hot').nth(index).click();
    },
    keyboard: async (page) => {
      await tabTo(page, '.qti-body input');
      for (const key of ['Tab', 'Space', 'Tab', 'Tab', 'Space']) await page.keyboard.press(key);
    },
    gives: [['RESPONSE', ['H2', 'H4']]],
  },
  {
    name: 'gap match',
    mouse: async (page) => {
      for (const [index, value] of [[0, 'LEAN'], [1, 'MORE']] as const) {
        await page.locator('.qti-body select').nth(index).click();
        await page.locator(`.qti-body select >> nth=${index} >> option[value=${value}]`).click();
      }
    },
    keyboard: async (page) => {
      await tabTo(page, '.qti-body select');
      for (const key of ['Space', 'ArrowDown', 'ArrowDown', 'Enter', 'Tab', 'Space', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    },
    gives: [['RESPONSE', ['LEAN G1', 'MORE G2']]],
  },
  {
    name: 'associate',
    mouse: async (page) => {
      for (const [index, value] of [[0, 'PISTON'], [1, 'RING']] as const) {
        await page.locator('.qti-body select').nth(index).click();
        await page.locator(`.qti-body select >> nth=${index} >> option[value=${value}]`).click();
      }
    },
    keyboard: async (page) => {
      await tabTo(page, '.qti-body select');
      for (const key of ['Space', 'ArrowDown', 'Enter', 'Tab', 'Space', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    },
    gives: [['RESPONSE', ['PISTON RING']]],
  },
  {
    name: 'hotspot',
    mouse: (page) => page.locator('.area').nth(2).click(),
    keyboard: async (page) => {
      await tabTo(page, '.place input');
      for (const key of ['ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    },
    gives: [['RESPONSE', ['P3']]],
  },
  {
    name: 'select point',
    mouse: (page) => page.locator('.stage').click({ position: { x: 120, y: 80 } }),
    keyboard: async (page) => {
      await tabTo(page, '.stage');
      for (const key of ['ArrowLeft', 'Shift+ArrowUp', 'Enter']) await page.keyboard.press(key);
    },
    gives: [['RESPONSE', ['120 80']]],
    keys: [['RESPONSE', ['230 159']]],
  },
  {
    name: 'graphic order',
    mouse: async (page) => {
      await page.locator('.area').nth(1).click();
      await page.locator('.area').nth(0).click();
    },
    keyboard: async (page) => {
      await tabTo(page, '.order-pool li:nth-child(2) button');
      await page.keyboard.press('Enter');
      await tabTo(page, '.order-pool li:nth-child(1) button');
      await page.keyboard.press('Enter');
    },
    gives: [['RESPONSE', ['P2', 'P1']]],
  },
  {
    name: 'graphic associate',
    mouse: async (page) => {
      await page.locator('.area').nth(0).click();
      await page.locator('.area').nth(1).click();
    },
    keyboard: async (page) => {
      await tabTo(page, '.qti-body select');
      for (const key of ['Space', 'ArrowDown', 'Enter', 'Tab', 'Space', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    },
    gives: [['RESPONSE', ['P1 P2']]],
  },
  {
    name: 'graphic gap match',
    mouse: async (page) => {
      await page.locator('.area').nth(0).click();
      await page.locator('.qti-body select >> nth=0 >> option[value=FAN]').click();
    },
    keyboard: async (page) => {
      await tabTo(page, '.qti-body select');
      for (const key of ['Space', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    },
    gives: [['RESPONSE', ['FAN P1']]],
  },
  {
    name: 'slider',
    mouse: (page) => page.locator('input[type=range]').fill('850'),
    keyboard: async (page) => {
      await tabTo(page, 'input[type=range]');
      for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
    },
    gives: [['RESPONSE', ['850']]],
  },
  {
    name: 'position object',
    mouse: (page) => page.locator('.stage').click({ position: { x: 200, y: 100 } }),
    keyboard: async (page) => {
      await tabTo(page, '.stage');
      for (const key of ['ArrowRight', 'Enter']) await page.keyboard.press(key);
    },
    gives: [['RESPONSE', ['200 100']]],
    keys: [['RESPONSE', ['250 160']]],
  },
];

describe('Every interaction', () => {
  // One page for all of them, loaded anew each time: a context of its own for each would take most of the time.
  let there: Awaited<ReturnType<typeof at>>;
  beforeAll(async () => {
    there = await at('choice');
  });
  afterAll(() => done(there));

  it.each(WAYS.map((way) => [way.name, way] as const))('%s is answered by mouse and by keyboard alone', async (name, way) => {
    const { page, seat } = there;
    const place = ITEMS.findIndex((item) => item.name === name) + 1;
    for (const [act, wanted] of [[way.mouse, way.gives], [way.keyboard, way.keys ?? way.gives]] as const) {
      seat.given.clear();
      seat.scene = { ...seat.scene, place };
      await page.reload();
      await page.locator('.question-body .qti-body').waitFor();
      await act(page);
      await until(() => isNear(seat.given.get(place), wanted), `${JSON.stringify(wanted)}, but ${JSON.stringify(seat.given.get(place))}`);
    }
  });
});

describe('While the exam runs', () => {
  it('a hold covers the items and gives them back as they were, with what was typed', async () => {
    const there = await at('extended text');
    const { page, seat } = there;
    await page.locator('textarea').click();
    await page.keyboard.insertText('第一句。');
    seat.hold(2_400_000);
    await page.getByRole('heading', { name: '考试暂停' }).waitFor();
    expect(await page.locator('.qti-body').count()).toBe(0);
    await page.getByText('0:40:00').waitFor();
    seat.resume(2_400_000);
    await page.locator('textarea').waitFor();
    expect(await page.locator('textarea').inputValue()).toBe('第一句。');
    await until(() => seat.given.get(5)?.[0]?.[1]?.[0] === '第一句。', 'what was typed before the hold is given');
    await page.getByText('考试继续，计时恢复。').first().waitFor();
    await done(there);
  });

  it('losing the line changes one word, and finding it says saved', async () => {
    const there = await at('choice');
    const { page, seat } = there;
    await page.locator('.option-label').nth(0).click();
    await page.getByText(/^已保存 09:0\d:\d\d$/).waitFor();
    const before = await page.locator('.timer').boundingBox();
    seat.loseLine();
    await page.getByText('网络中断').first().waitFor();
    await page.locator('.option-label').nth(1).click();
    await page.locator('.work', { hasText: '已存于本机：网络中断' }).waitFor();
    expect(await page.locator('.timer').boundingBox()).toEqual(before);
    expect(await page.locator('.option-label input').nth(1).isChecked()).toBe(true);
    await page.locator('.hand').click();
    await page.getByText('请直接举手示意').first().waitFor();
    seat.findLine();
    await page.locator('.work', { hasText: /^已保存 09:0\d:\d\d$/ }).waitFor();
    await done(there);
  });

  it('a page that begins anew stands where it stood, with flags, struck options, highlights, scratch pad and size', async () => {
    const there = await at('choice');
    const { page, seat } = there;
    for (const tool of ['排除选项', '标亮', '草稿']) await page.getByRole('button', { name: tool, exact: true }).click();
    await page.locator('.strike').nth(3).click();
    await page.locator('.steps .flag').click();
    await page.getByRole('textbox', { name: '草稿' }).fill('720 ÷ 2');
    // A sentence highlighted without a mouse.
    await page.locator('.marking-keys').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await page.locator('.bar-acts button', { hasText: '显示' }).click();
    await page.getByRole('button', { name: '+' }).click();
    await page.locator('input[value=warm]').check();
    await page.locator('.dialog[open] .primary').click();
    await page.locator('.option-label').nth(2).click();
    await until(() => seat.scene?.['display'].zoom === 125 && seat.scene?.['scratch'] === '720 ÷ 2' && Object.keys(seat.scene?.['marks'] ?? {}).length === 1, 'the scene is kept');
    const marks = await page.evaluate(() => [...(CSS.highlights.get('mark-yellow') ?? [])].map(String));
    expect(marks).toEqual(['四冲程发动机完成一个工作循环，曲轴转过的角度为（　）。']);
    await page.reload();
    await page.locator('.question-body .qti-body').waitFor();
    expect(await page.locator('.option.chosen').getAttribute('class')).toContain('chosen');
    expect(await page.locator('.option').nth(3).getAttribute('class')).toContain('struck');
    expect(await page.locator('.steps .flag').textContent()).toContain('取消标记');
    expect(await page.getByRole('textbox', { name: '草稿' }).inputValue()).toBe('720 ÷ 2');
    expect(await page.evaluate(() => [document.documentElement.style.fontSize, document.documentElement.dataset['scheme']])).toEqual(['125%', 'warm']);
    expect(await page.evaluate(() => [...(CSS.highlights.get('mark-yellow') ?? [])].map(String))).toEqual(marks);
    await done(there);
  });

  it('an extension adds time and is told until closed, also after a restart', async () => {
    const there = await at('choice', (seat) => seat.put({ time: { state: 'running', left: 600_000, now: seat.now(), zone: 480 } }));
    const { page, seat } = there;
    seat.extend(900_000, 1_500_000);
    await page.getByText('您的考试时间已延长 15 分钟（机器故障）。').first().waitFor();
    await page.getByText(/^0:2[45]:\d\d$/).waitFor();
    await page.reload();
    await page.locator('.message').waitFor();
    await page.getByRole('button', { name: '知道了' }).click();
    await until(() => seat.facets['seen'] === 1, 'seen');
    expect(await page.locator('.message').count()).toBe(0);
    seat.say('请安静。');
    await page.getByText('请安静。').first().waitFor();
    await done(there);
  });

  it('the last minutes are announced, and at the end nothing more is taken', async () => {
    const there = await at('extended text', (seat) => seat.put({ time: { state: 'running', left: 60_500, now: seat.now(), zone: 480 } }));
    const { page, seat } = there;
    await page.getByRole('alert').filter({ hasText: '距考试结束还有 1 分钟' }).waitFor();
    await page.locator('textarea').click();
    await page.keyboard.insertText('最后一句');
    seat.put({ time: { state: 'running', left: 700, now: seat.now(), zone: 480 } });
    await page.getByText('考试时间到，系统正在收卷').first().waitFor();
    expect(seat.given.get(5)).toEqual([['RESPONSE', ['最后一句']]]);
    expect(await page.locator('.question-body .qti-body').evaluate((body) => (body as HTMLElement).inert)).toBe(true);
    seat.close('collected');
    await page.getByRole('heading', { name: '时间到，已自动收卷' }).waitFor();
    await done(there);
  });

  it('an essay is never given half composed, and its committed text is', async () => {
    const there = await at('extended text');
    const { page, seat, place } = there;
    await page.locator('textarea').click();
    const client = await page.context().newCDPSession(page);
    await page.keyboard.insertText('轮胎');
    for (let part = 1; part <= 6; part++) {
      await client.send('Input.imeSetComposition', { text: "dong'ping'heng".slice(0, part * 2), selectionStart: part * 2, selectionEnd: part * 2 });
      await page.waitForTimeout(120);
    }
    const texts = seat.asks.filter((ask) => ask['ask'] === 'give').map((ask) => ask['response'][0][1][0]);
    expect(texts.every((text) => text === '轮胎')).toBe(true);
    await client.send('Input.insertText', { text: '动平衡' });
    await until(() => seat.given.get(place)?.[0]?.[1]?.[0] === '轮胎动平衡', 'the committed text');
    await done(there);
  });

  it('keys that lead out are blocked and told, and typing is not', async () => {
    const there = await at('extended text');
    const { page, seat } = there;
    await page.locator('textarea').click();
    for (const key of ['Control+p', 'F5', 'Alt+ArrowLeft', 'Control+Shift+I']) await page.keyboard.press(key);
    await page.keyboard.type('abc');
    expect(await page.locator('textarea').inputValue()).toBe('abc');
    await until(() => seat.asks.filter((ask) => ask['ask'] === 'blocked').length >= 4, 'told');
    expect(seat.asks.filter((ask) => ask['ask'] === 'blocked').map((ask) => ask['what'])).toEqual(['Ctrl+p', 'F5', 'Alt+ArrowLeft', 'Ctrl+Shift+I']);
    await done(there);
  });

  it('that responses are back goes with the next change and not before, and closes nothing else', async () => {
    const there = await at('choice', (seat) => seat.put({ messages: [seat.message('restored', {})] }));
    const { page, seat } = there;
    await page.locator('.message.restored').waitFor();
    await page.locator('[role=alert]', { hasText: '您先前的作答已恢复到本机。' }).waitFor({ state: 'attached' });
    seat.say('请安静。');
    await page.locator('.message.said').waitFor();
    expect(await page.locator('.message.restored').count()).toBe(1);
    await page.locator('.option-label').first().click();
    await page.locator('.message.restored').waitFor({ state: 'detached' });
    await until(() => seat.facets['seen'] === 1, 'seen');
    expect(await page.locator('.message.said').count()).toBe(1);

    seat.put({ messages: [...seat.facets['messages'], seat.message('restored', {})] });
    await page.locator('.message.restored').waitFor();
    await page.locator('.option-label').nth(1).click();
    await page.locator('.message.restored').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '知道了' }).click();
    await until(() => seat.facets['seen'] === 3, 'seen');
    expect(seat.asks.filter((one) => one['ask'] === 'seen').map((one) => one['number']), 'the proctor’s words were open till then').toEqual([1, 3]);
    await done(there);
  });

  it('another candidate at the same seat finds nothing of the one before', async () => {
    const there = await at('extended text');
    const { page, seat } = there;
    await page.locator('textarea').click();
    await page.keyboard.insertText('第一位考生的作答');
    await page.locator('.work', { hasText: /^已保存/ }).waitFor();
    await until(() => seat.scene?.['place'] === 5, 'the scene is kept');
    seat.given.clear();
    seat.put({ stage: 'signed-out', candidate: null, form: null, rules: null, answered: [], work: { state: 'untouched', at: 0, given: 0, saved: 0 }, time: { state: 'none', left: 0, now: seat.now(), zone: 480 } });
    await page.locator('#ticket:focus').waitFor();
    seat.run();
    await page.getByText('曲轴转过的角度').waitFor();
    await page.locator('.work', { hasText: '尚未作答' }).waitFor();
    await page.locator('.option-label').first().click();
    await page.locator('.work', { hasText: /^已保存/ }).waitFor();
    expect(JSON.stringify(seat.scene)).not.toContain('第一位');
    await done(there);
  });

  it('text of an option can be selected without choosing it while highlighting', async () => {
    const there = await at('choice');
    const { page, seat } = there;
    await page.getByRole('button', { name: '标亮', exact: true }).click();
    const box = await page.locator('.option-text').first().boundingBox();
    if (!box) throw new Error('there is no option');
    await page.mouse.move(box.x + 1, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 30, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await page.getByRole('button', { name: '绿' }).click();
    expect(await page.evaluate(() => [...(CSS.highlights.get('mark-green') ?? [])].map(String).join(''))).toMatch(/^5/);
    expect(seat.given.size).toBe(0);
    await done(there);
  });

  it('a machine that may not go on covers the items, and an override uncovers them', async () => {
    const there = await at('choice');
    const { page, seat } = there;
    const machine = seat.facets['machine'];
    seat.put({ machine: { verdict: 'refused', checks: [{ id: 'remote', state: 'refused', words: { zh: '本机正在被远程控制', en: 'Remote control' }, evidence: 'x11vnc' }] } });
    await page.getByRole('heading', { name: '本机暂时不能考试' }).waitFor();
    expect(await page.locator('.qti-body').count()).toBe(0);
    seat.put({ machine });
    await page.locator('.question-body .qti-body').waitFor();
    await done(there);
  });

  it('another event than the one due makes the page listen anew', async () => {
    const there = await at('choice');
    const { page, seat } = there;
    seat.raw('{"n":99,"put":{"help":{"raised":true}}}');
    await until(() => seat.asks.filter((ask) => ask['ask'] === 'listen').length === 2, 'a second listen');
    expect(await page.locator('.question-body .qti-body').count()).toBe(1);
    expect(seat.asks.filter((ask) => ask['ask'] === 'fault').map((ask) => ask['kind'])).toEqual(['event']);
    await page.context().close();
  });

  it('all of a form is walked through with the items shown one at a time', async () => {
    const there = await at('choice');
    const { page, seat } = there;
    for (let step = 1; step < ITEMS.length; step++) {
      await page.locator('.steps .primary').click();
      await page.getByText(`第 ${step + 1} 题，共 ${ITEMS.length} 题`).first().waitFor();
      expect(await page.locator('.question-body .qti-body').count()).toBe(1);
    }
    expect(seat.order).toEqual(ITEMS.map((_, index) => index + 1));
    expect(await page.locator('.material').count()).toBe(1);
    await page.getByRole('button', { name: /^第 1 题，/ }).click();
    await page.getByText('曲轴转过的角度').waitFor();
    await done(there);
  });
});

describe('What helps a candidate', () => {
  it('size, scheme and spacing are set in the settings by keyboard alone, and the item reflows', async () => {
    const there = await at('choice');
    const { page, seat } = there;
    const size = (): Promise<number> => page.locator('.qti-body p').first().evaluate((one) => parseFloat(getComputedStyle(one).fontSize));
    const before = await size();
    const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    const gap = (): Promise<number> => page.locator('.qti-body p').first().evaluate((one) => parseFloat(getComputedStyle(one).letterSpacing) || 0);
    expect(await gap()).toBe(0);
    await page.getByRole('button', { name: '显示' }).focus();
    await page.keyboard.press('Enter');
    await tabTo(page, '.stepper button:last-child');
    for (let step = 0; step < 7; step++) await page.keyboard.press('Enter');
    await tabTo(page, 'input[name=scheme]:checked');
    for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight');
    await tabTo(page, 'input[name=spacing]:checked');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    expect(await size()).toBeCloseTo(before * 4, 0);
    expect(await ground()).not.toBe(light);
    expect(await page.evaluate(() => document.documentElement.dataset['scheme'])).toBe('contrast');
    expect(await gap()).toBeGreaterThan(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    await until(() => seat.scene?.['display'].zoom === 400 && seat.scene?.['display'].scheme === 'contrast' && seat.scene?.['display'].spacing === 'wide', 'the scene keeps it');
    await done(there);
  });

  it('the line reader leaves one line bright, moved by keys and by pointer', async () => {
    const there = await at('choice');
    const { page } = there;
    await page.locator('.tool-button', { hasText: '阅读线' }).click();
    const handle = page.getByRole('slider');
    const where = async (): Promise<number> => Number(await handle.getAttribute('aria-valuenow'));
    const from = await where();
    await handle.focus();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await where()).toBeGreaterThan(from + 5);
    expect(await page.locator('.reader-dark').count()).toBe(2);
    // It follows the pointer over the item, and lets clicks through.
    const option = page.locator('.qti-body .option').first();
    await option.click();
    expect(await page.locator('.qti-body input').first().isChecked()).toBe(true);
    const line = (await page.locator('.reader-line').boundingBox())!;
    const box = (await option.boundingBox())!;
    expect(Math.abs(line.y + line.height / 2 - (box.y + box.height / 2))).toBeLessThan(line.height);
    await done(there);
  });

  it('an option struck out stays a choice, and is kept as a note and not as a response', async () => {
    const there = await at('choice');
    const { page, seat, place } = there;
    await page.locator('.tool-button', { hasText: '排除' }).click();
    await page.locator('.strike').nth(1).click();
    await page.locator('.option.struck').waitFor();
    await until(() => (seat.scene?.['struck']?.[place]?.['RESPONSE'] ?? []).length === 1, 'the note is kept');
    expect(seat.given.get(place)).toBeUndefined();
    await page.locator('.qti-body input').nth(1).click();
    expect(await page.locator('.option.struck').count()).toBe(0);
    await until(() => seat.given.get(place) !== undefined, 'the response is given');
    await done(there);
  });

  it('the calculator reckons by its keys and by the keyboard, and says what it cannot', async () => {
    const there = await at('choice', (seat) => seat.put({ form: { ...seat.facets['form'], calculator: 'scientific' } }));
    const { page, seat } = there;
    await page.locator('.tool-button', { hasText: '计算器' }).click();
    const calculator = page.locator('.calculator');
    const key = (name: string) => calculator.getByRole('button', { name, exact: true });
    for (const name of ['2', '×', '(', '3', '+', '4', ')', 'x²']) await key(name).click();
    await calculator.locator('.equals').click();
    expect(await calculator.locator('.calc-result').textContent()).toBe('98');
    await calculator.locator('.calc-field').fill('');
    await calculator.locator('.calc-field').focus();
    await page.keyboard.type('sin(30)+1');
    await page.keyboard.press('Enter');
    expect(await calculator.locator('.calc-result').textContent()).toBe('1.5');
    await calculator.locator('.calc-field').fill('1/0');
    await page.keyboard.press('Enter');
    await calculator.locator('.calc-result.wrong').waitFor();
    expect(seat.given.size).toBe(0);
    seat.put({ form: { ...seat.facets['form'], calculator: 'none' } });
    await calculator.waitFor({ state: 'detached' });
    expect(await page.locator('.tool-button', { hasText: '计算器' }).count()).toBe(0);
    await done(there);
  });

  it('signs of mathematics go in at the caret, by keyboard too', async () => {
    const there = await at('text entry');
    const { page, seat, place } = there;
    const formula = page.locator('.text-entry:has(.palette) input');
    await formula.fill('r');
    await formula.focus();
    await page.locator('.palette button', { hasText: '²' }).first().click();
    expect(await formula.inputValue()).toBe('r²');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect(await formula.inputValue()).toBe('r²√');
    await until(() => JSON.stringify(seat.given.get(place) ?? '').includes('r²√'), 'it is given');
    await done(there);
  });

  it('everything to press is 24 px or more each way, at the size it begins with', async () => {
    const there = await at('choice', (seat) => seat.put({ form: { ...seat.facets['form'], calculator: 'scientific' } }));
    const { page } = there;
    for (const tool of ['排除', '计算器', '草稿', '阅读线']) await page.locator('.tool-button', { hasText: tool }).click();
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, input, textarea, summary, [role=slider]')].flatMap((one) => {
        // A box to tick is pressed by its whole row.
        const box = (one.closest('label, .option') ?? one).getBoundingClientRect();
        return box.width === 0 || (box.width >= 24 && box.height >= 24) ? [] : [`${one.tagName} ${one.className} ${one.textContent?.trim()} ${Math.round(box.width)}×${Math.round(box.height)}`];
      }),
    );
    expect(small).toEqual([]);
    await done(there);
  });

  it('15 and 5 minutes are announced politely or loudly, once', async () => {
    const there = await at('choice', (seat) => seat.put({ time: { state: 'running', left: 900_400, now: seat.now(), zone: 480 } }));
    const { page, seat } = there;
    await page.getByText('距考试结束还有 15 分钟').first().waitFor({ state: 'attached' });
    seat.put({ time: { state: 'running', left: 300_400, now: seat.now(), zone: 480 } });
    await page.getByText('距考试结束还有 5 分钟').first().waitFor({ state: 'attached' });
    expect(await page.locator('.timer.short').count()).toBe(1);
    await done(there);
  });
});
