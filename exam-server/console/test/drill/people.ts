import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { site, Window } from '../pages/site';

const PICTURES = join(site.folder, 'console');
const COMPUTING = { timeout: 120_000 };
/** Twenty candidates and a dozen browsers share the machine: a page may take its time. */
const PATIENCE = 60_000;

interface Invited {
  person: string;
  name: string;
  duty: string;
  area: string;
}

const windows = new Map<string, Window>();
let pictures = 0;

/** The browser of a person, signed in. */
function at(person: string): Window {
  const window = windows.get(person);
  if (window === undefined) throw new Error(`${person} has no browser`);
  return window;
}

async function goTo(person: string, path: string): Promise<Window> {
  const window = at(person);
  await window.page.goto(`${site.origin}/console${path}`);
  await window.page.locator('h1').first().waitFor();
  return window;
}

/** Keeps what the person sees now. */
async function picture(window: Window, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await window.page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'));
  const isDialog = (await window.page.locator('.el-dialog:visible').count()) > 0;
  await window.page.screenshot({ fullPage: !isDialog, path: join(PICTURES, `${String(++pictures).padStart(2, '0')}-${name}.png`) });
}

/** Makes a passkey for an invitation in a new browser and signs in there. */
async function comeIn(person: string, invitation: string): Promise<void> {
  const window = await Window.open();
  window.page.setDefaultTimeout(PATIENCE);
  windows.set(person, window);
  await window.join(person, invitation);
  await window.signIn();
}

/** Gives the reason in the dialog that is open and proposes with the person's own device; the act's id. */
async function propose(person: string, reason: string, name: string): Promise<string> {
  const window = at(person);
  const dialog = window.page.locator('.el-dialog:visible');
  await dialog.locator('textarea').fill(reason);
  await picture(window, name);
  // The node refuses an act at its draft or, once the device has signed, at its proposal.
  const answered = window.page.waitForResponse((answer) => answer.request().method() === 'POST' && (answer.url().endsWith('/staff/acts') || (answer.url().endsWith('/staff/acts/draft') && !answer.ok())));
  await dialog.getByRole('button', { name: '确认并提出' }).click();
  const answer = await answered;
  const said = (await answer.json()) as { id?: string; detail?: string };
  if (said.id === undefined) throw new Error(`${person} cannot propose: ${said.detail ?? answer.status()}`);
  await dialog.locator('.note.good').waitFor();
  await dialog.locator('.el-dialog__footer').getByRole('button', { name: '关闭' }).click();
  await dialog.waitFor({ state: 'hidden' });
  return said.id;
}

/** Finds the act among what waits for him, reads it, and approves with his own device. */
async function approve(person: string, act: string, name: string, mark?: string): Promise<void> {
  const { page } = await goTo(person, '/acts');
  await page.locator(`main a[href$="/acts/${act}"]`).click();
  await page.getByRole('button', { name: '批准', exact: true }).click();
  const dialog = page.locator('.el-dialog:visible');
  if (mark !== undefined) await dialog.locator('#mark').fill(mark);
  await dialog.locator('input[type=checkbox]').check();
  await picture(at(person), name);
  const answered = page.waitForResponse((answer) => answer.url().endsWith('/approval') && answer.request().method() === 'POST');
  await page.getByRole('button', { name: '用本人设备确认并批准' }).click();
  const done = (await (await answered).json()) as { done?: boolean; told?: string; detail?: string };
  if (done.done !== true) throw new Error(`${person} approved, and it was not done: ${done.told ?? done.detail ?? ''}`);
  await page.locator('.tag.good', { hasText: '已执行' }).waitFor();
}

/** What a date field in Beijing shows for an instant. */
function inBeijing(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16);
}

async function choose(window: Window, field: string, option: string | RegExp): Promise<void> {
  await window.page.locator('.el-select', { has: window.page.locator(field) }).click();
  await window.page.locator('.el-select-dropdown__item:visible', { hasText: option }).first().click();
}

async function number(window: Window, field: string, value: number): Promise<void> {
  await window.page.locator(field).fill(String(value));
  await window.page.locator(field).press('Tab');
}

const sittingPage = ({ exam, sitting }: { exam: string; sitting: string }): string => `/exams/${exam}/sittings/${sitting}`;

/** What the people of a rehearsal can be asked to do, by its name. */
export const deeds: Record<string, (asked: never) => Promise<object | void>> = {
  async comeIn({ person, invitation }: { person: string; invitation: string }) {
    await comeIn(person, invitation);
    await picture(at(person), `today-${person}`);
  },

  /** The first administrator invites, the person makes his passkey; the duty is given by both administrators. */
  async invite({ first, second, invited }: { first: string; second: string; invited: Invited }) {
    const { person, name, duty, area } = invited;
    const { page } = await goTo(first, '/people');
    await page.getByRole('button', { name: '邀请新人员' }).click();
    await page.locator('#new-person').fill(person);
    await page.locator('#new-name').fill(name);
    await page.getByRole('button', { name: '建立账号' }).click();
    const sheet = page.locator('[data-invitation]');
    const code = (await sheet.locator('.code').textContent()) ?? '';
    await sheet.getByRole('button', { name: '已交给本人' }).click();
    await comeIn(person, code);
    await goTo(person, '/me');
    const mark = (await at(person).page.locator('dd code', { hasText: /^[0-9a-f]{4} [0-9a-f]{4}$/ }).textContent()) ?? '';

    await goTo(first, `/people/${person}`);
    await page.getByRole('button', { name: '授予职责' }).click();
    await page.locator('#duty').selectOption(duty);
    const [kind, reach] = area.split(':');
    await page.locator('#area-kind').selectOption(kind ?? 'all');
    if (reach !== undefined) await page.locator('#area-name').fill(reach);
    const act = await propose(first, `${name}：本次考试的职责安排`, `duty-${person}`);
    await approve(second, act, `duty-${person}-approved`, mark);
    await goTo(person, '/today');
    await at(person).page.locator('.duties li, .duties .tag, .duties').first().waitFor();
  },

  /** A custodian proves to the node that he has the private part of his key. */
  async registerKey({ person, file, passphrase }: { person: string; file: string; passphrase: string }) {
    const { page } = await goTo(person, '/release/keys');
    await page.locator('input[value=file]').check();
    await page.locator('#own-file').setInputFiles(file);
    await page.locator('#own-passphrase').fill(passphrase);
    await page.getByRole('button', { name: '登记公钥' }).click();
    await page.locator('.note.good', { hasText: '已登记在您名下' }).waitFor(COMPUTING);
    await picture(at(person), `key-${person}`);
  },

  async bringForm({ assembler, reviewer, file }: { assembler: string; reviewer: string; file: string }) {
    const { page } = await goTo(assembler, '/forms');
    await page.locator('#form-file').setInputFiles(file);
    await expect.poll(() => page.locator('#form-digest').inputValue()).toMatch(/^[0-9a-f]{64}$/);
    await page.getByRole('button', { name: '送入', exact: true }).click();
    await page.locator('.note.good', { hasText: '核对无误' }).waitFor();
    await page.locator('.note.good a').click();
    await page.getByRole('button', { name: '提请接收' }).click();
    const act = await propose(assembler, '本次考试用卷', 'form-proposed');
    await approve(reviewer, act, 'form-approved');
  },

  async planExamination({ officer, exam, title }: { officer: string; exam: string; title: string }) {
    const { page } = await goTo(officer, '/exams');
    await page.locator('#exam-name').fill(exam);
    await page.locator('#exam-title').fill(title);
    await page.getByRole('button', { name: '建立', exact: true }).click();
    await page.locator('h1', { hasText: title }).waitFor();
  },

  async planRoom({ officer, exam, centre, name, room, rows, columns }: { officer: string; exam: string; centre: string; name: string; room: string; rows: number; columns: number }) {
    const window = await goTo(officer, `/exams/${exam}/centres`);
    await window.page.locator('#centre-code').fill(centre);
    await window.page.locator('#centre-name').fill(name);
    await window.page.locator('#room-code').fill(room);
    await number(window, '#room-rows', rows);
    await number(window, '#room-columns', columns);
    await window.page.getByRole('button', { name: '添加考场' }).click();
    await window.page.locator('h3', { hasText: room }).waitFor();
  },

  async enrolSeats({ officer, exam, files }: { officer: string; exam: string; files: string[] }) {
    const window = await goTo(officer, `/exams/${exam}/centres`);
    await window.page.locator('#certificates').setInputFiles(files);
    await window.page.locator('.note.good').waitFor(COMPUTING);
    await picture(window, 'seats');
  },

  /** Drafts the rules of a sitting, or changes the draft. */
  async draftSitting(asked: { officer: string; exam: string; sitting: string; starts: string; minutes: number; limit: number }) {
    const window = await goTo(asked.officer, sittingPage(asked));
    const { page } = window;
    await page.locator('#starts').waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await page.locator('#starts').fill(inBeijing(asked.starts));
    await number(window, '#length', asked.minutes);
    await number(window, '#notice', 0);
    await number(window, '#limit', asked.limit);
    await choose(window, '#preset', '随时可以交卷');
    await choose(window, '#posture', '只记录');
    await choose(window, '#form', /./);
    await page.getByRole('button', { name: '保存草案' }).click();
    await page.getByText('已保存。').waitFor();
    await picture(window, 'rules-drafted');
  },

  async importRoster(asked: { officer: string; exam: string; sitting: string; table: string; photos: string; count: number }) {
    const window = await goTo(asked.officer, sittingPage(asked));
    await window.page.locator('#table').setInputFiles(asked.table);
    await window.page.locator('#photos').setInputFiles(asked.photos);
    await window.page.getByRole('button', { name: '导入', exact: true }).click();
    await window.page.locator('.note.good', { hasText: `已导入 ${asked.count} 名考生，0 行未导入` }).waitFor(COMPUTING);
    await picture(window, 'roster');
  },

  async freezeRules(asked: { officer: string; other: string; exam: string; sitting: string }) {
    const { page } = await goTo(asked.officer, sittingPage(asked));
    await page.getByRole('button', { name: '提出冻结' }).click();
    await approve(asked.other, await propose(asked.officer, '规则已与各考点核对', 'freeze-proposed'), 'freeze-approved');
  },

  async openSitting(asked: { officer: string; other: string; exam: string; sitting: string }) {
    const { page } = await goTo(asked.officer, sittingPage(asked));
    await page.getByRole('button', { name: '提出开启' }).click();
    await approve(asked.other, await propose(asked.officer, '名单与试卷均已就位', 'open-proposed'), 'open-approved');
    await page.reload();
    await page.locator('.tag.good', { hasText: '已开启' }).waitFor();
    await picture(at(asked.officer), 'sitting-opened');
  },

  /** A custodian goes to the release room and sees whether it is time. */
  async enterRelease({ person, sitting }: { person: string; sitting: string }) {
    const { page } = await goTo(person, `/release/${sitting}`);
    await page.locator('#key-file').waitFor();
    const isEarly = (await page.locator('.note.careful', { hasText: '未到预定时间' }).count()) > 0;
    return { isEarly };
  },

  async awaitRelease({ person }: { person: string }) {
    await at(person).page.locator('.note.careful', { hasText: '已到时间' }).waitFor({ timeout: 600_000 });
    await picture(at(person), `release-${person}`);
  },

  /** Gives a share in the room that he is in; what the page answers. */
  async giveShare({ person, file, passphrase }: { person: string; file: string; passphrase: string }) {
    const { page } = at(person);
    await page.locator('#key-file').setInputFiles(file);
    await page.locator('#key-passphrase').fill(passphrase);
    await page.getByRole('button', { name: '交出份额' }).click();
    const answer = page.locator('form .note.good, form .note.bad').or(page.locator('.note.good', { hasText: '已启封' })).first();
    await answer.waitFor(COMPUTING);
    await picture(at(person), `share-${person}`);
    const isRefused = (await page.locator('form .note.bad').count()) > 0;
    return { isRefused, answer: ((await answer.textContent()) ?? '').trim() };
  },

  async seesRelease({ person }: { person: string }) {
    await at(person).page.locator('.note.good', { hasText: '已启封' }).first().waitFor();
    await picture(at(person), `released-${person}`);
  },

  async moveSeat(asked: { proposer: string; approver: string; exam: string; sitting: string; seat: string; to: string }) {
    const window = await goTo(asked.proposer, sittingPage(asked));
    await choose(window, '#conduct-what', '换到另一座位');
    await window.page.locator('#conduct-seat').fill(asked.seat);
    await window.page.locator('#conduct-to').fill(asked.to);
    await choose(window, '#conduct-cause', '机器故障');
    await window.page.getByRole('button', { name: '提出换座' }).click();
    await approve(asked.approver, await propose(asked.proposer, '主机无法启动，换备用机', 'move-proposed'), 'move-approved');
  },

  async voidSeat(asked: { proposer: string; approver: string; exam: string; sitting: string; seat: string }) {
    const window = await goTo(asked.proposer, sittingPage(asked));
    await choose(window, '#conduct-what', '作废本次考试');
    await window.page.locator('#conduct-seat').fill(asked.seat);
    await choose(window, '#conduct-cause', '违纪');
    await window.page.getByRole('button', { name: '提出作废' }).click();
    await approve(asked.approver, await propose(asked.proposer, '携带手机并使用，两名监考员在场', 'void-proposed'), 'void-approved');
  },

  async extendBeyond(asked: { proposer: string; approver: string; exam: string; sitting: string; seat: string; minutes: number }) {
    const window = await goTo(asked.proposer, sittingPage(asked));
    await choose(window, '#scope', '一个座位');
    await window.page.locator('#place').fill(asked.seat);
    await number(window, '#minutes', asked.minutes);
    await choose(window, '#cause', '停电');
    await window.page.getByRole('button', { name: '提出超限补时' }).click();
    await approve(asked.approver, await propose(asked.proposer, '该座位停电，补足时间', 'beyond-proposed'), 'beyond-approved');
  },

  async closeSitting(asked: { officer: string; other: string; exam: string; sitting: string }) {
    const { page } = await goTo(asked.officer, sittingPage(asked));
    await page.getByRole('button', { name: '提出关闭' }).click();
    await approve(asked.other, await propose(asked.officer, '应到考生均有去向', 'close-proposed'), 'close-approved');
  },

  async openResponses({ proposer, approver, sitting }: { proposer: string; approver: string; sitting: string }) {
    const window = await goTo(proposer, `/exams/publication/${sitting}`);
    await window.page.getByRole('button', { name: '提出开启作答' }).click();
    await approve(approver, await propose(proposer, '场次已关闭，各考点数据已核对', 'opening-proposed'), 'opening-approved');
    await window.page.reload();
    await window.page.locator('.note.good', { hasText: '已由两人批准' }).waitFor();
  },

  async publish({ proposer, approver, sitting }: { proposer: string; approver: string; sitting: string }) {
    const window = await goTo(proposer, `/exams/publication/${sitting}`);
    await window.page.getByRole('button', { name: '提出发布' }).click();
    await approve(approver, await propose(proposer, '评分与核查均已完成', 'publish-proposed'), 'publish-approved');
    await window.page.reload();
    await window.page.locator('.note', { hasText: /公示中|公示期已满/ }).waitFor();
    await picture(window, 'published');
  },

  /** The list of proposed holders, from the page “today” on. */
  async drawHolders({ proposer, approver, sitting }: { proposer: string; approver: string; sitting: string }) {
    const window = await goTo(proposer, '/today');
    await window.page.locator('li', { hasText: '待确定名单' }).getByRole('link', { name: sitting }).click();
    await window.page.getByRole('button', { name: '显示名单' }).click();
    await window.page.locator('.note.careful', { hasText: '尚未确定，不得公示' }).waitFor();
    await window.page.getByRole('button', { name: '提出名单' }).click();
    await approve(approver, await propose(proposer, '成绩已发布，名单核对无误', 'holders-proposed'), 'holders-approved');
    await window.page.locator('.note.good', { hasText: '名单已确定' }).waitFor();
    await window.page.getByRole('button', { name: '显示名单' }).click();
    await window.page.getByRole('button', { name: '打印公示名单' }).waitFor();
    await picture(window, 'holders');
  },
};

/** Everybody closes his browser; nothing may have gone wrong in any of them. */
export async function leave(): Promise<void> {
  for (const window of windows.values()) await window.close();
}
