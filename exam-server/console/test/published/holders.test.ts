import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Window } from '../pages/site';

/** What OnePersonAtThePortTest tells of the node and of who can come in at its staff port. */
interface Staff {
  origin: string;
  spki: string;
  folder: string;
}

const told = process.env['GONGYUAN_PUBLISHED'];
if (told === undefined) throw new Error('GONGYUAN_PUBLISHED is not set: run OnePersonAtThePortTest of the server');
const { staff, sitting, ticket } = JSON.parse(told) as { staff: Staff; sitting: string; ticket: string };
process.env['GONGYUAN_CONSOLE'] = JSON.stringify(staff);
const { Window: Windows, browser } = await import('../pages/site');

let deng: Window;
let fan: Window;
beforeAll(async () => {
  deng = await Windows.open('deng');
  await deng.signIn();
  fan = await Windows.open('fan');
  await fan.signIn();
}, 60_000);
afterAll(async () => {
  await deng.close();
  await fan.close();
  await (await browser()).close();
});

describe('The list of proposed holders', () => {
  it('waits for the registrar once the results are published', async () => {
    await deng.page.locator('li', { hasText: '待确定名单' }).getByRole('link', { name: sitting }).waitFor();
    await deng.isAccessible('today-registrar');
    await deng.page.goto(`${staff.origin}/console/certificates`);
    await deng.page.locator('td .tag.careful', { hasText: '待确定名单' }).waitFor();
    await deng.isAccessible('certificates');
    await deng.page.getByRole('link', { name: sitting }).click();
    await deng.page.locator('.note.careful', { hasText: '名单尚未确定' }).waitFor();
    await deng.page.getByRole('button', { name: '显示名单' }).click();
    await deng.page.locator('.note.careful', { hasText: '尚未确定，不得公示' }).waitFor();
    await deng.page.locator('tr', { hasText: ticket }).locator('.tag', { hasText: '拟取得证书' }).waitFor();
    expect(await deng.page.getByRole('button', { name: '打印公示名单' }).count(), 'a draft is not printed').toBe(0);
    await deng.isAccessible('holders-due');
  });

  it('is drawn by two, by the keyboard alone', async () => {
    await deng.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await deng.page.getByRole('button', { name: '提出名单' }).focus();
    await deng.page.keyboard.press('Enter');
    const dialog = deng.page.locator('.el-dialog:visible');
    await dialog.locator('.note', { hasText: '拟取得证书 1 人，暂缓 0 人' }).waitFor();
    await deng.isAccessible('holders-propose');
    await deng.tabTo('.el-dialog textarea');
    await deng.page.keyboard.type('成绩已发布，核对无误');
    await deng.tabTo('.el-dialog__footer .el-button--primary');
    await deng.page.keyboard.press('Enter');
    await dialog.locator('.note.good').waitFor();
    await dialog.locator('.el-dialog__footer').getByRole('button', { name: '关闭' }).click();

    await fan.page.locator('.acts a', { hasText: '确定拟取得证书人员名单' }).click();
    await fan.page.getByRole('button', { name: '批准', exact: true }).click();
    await fan.page.locator('.el-dialog:visible .note', { hasText: '达到合格等级的 1 人' }).waitFor();
    await fan.isAccessible('holders-approve');
    await fan.page.locator('.el-dialog:visible input[type=checkbox]').check();
    await fan.page.getByRole('button', { name: '用本人设备确认并批准' }).click();
    await fan.page.locator('.tag.good', { hasText: '已执行' }).waitFor();
    await deng.page.locator('.note.good', { hasText: '名单已确定' }).waitFor();
  });

  it('is printed for public notice with tickets and levels, and nothing of who is held back', async () => {
    await deng.page.getByRole('button', { name: '显示名单' }).click();
    await deng.page.getByRole('button', { name: '打印公示名单' }).waitFor();
    await deng.isAccessible('holders-drawn');
    await deng.keepPrinted('holders');
    await deng.page.emulateMedia({ media: 'print' });
    await deng.page.locator('.print-only', { hasText: '不少于 5 个工作日' }).waitFor();
    expect(await deng.page.locator('.print-only td:visible').allTextContents()).toEqual(['1', ticket, 'junior']);
    expect(await deng.page.getByText('暂缓原因').first().isVisible()).toBe(false);
    await deng.page.emulateMedia({ media: 'screen' });
  });

  it('says at once when a conflict was declared about somebody on it', async () => {
    const chen = await Windows.open('chen');
    await chen.signIn();
    expect((await chen.ask('POST', '/staff/conflicts', { person: 'chen', kind: 'relative', sitting, ticket })).status).toBe(204);
    await chen.close();
    await deng.page.locator('.note.bad', { hasText: '涉及名单上的 1 人' }).waitFor();
    await deng.page.getByRole('button', { name: '显示名单' }).click();
    await deng.page.locator('tr', { hasText: ticket }).locator('.tag.bad', { hasText: '暂停，待复核' }).waitFor();
    expect(await deng.page.getByRole('button', { name: '打印公示名单' }).count()).toBe(0);
    await deng.page.getByRole('button', { name: '显示暂缓原因' }).click();
    await deng.page.locator('tr', { hasText: '工作人员的配偶或亲属' }).getByText('chen').waitFor();
    await deng.isAccessible('holders-look');
    await deng.page.goto(`${staff.origin}/console/today`);
    await deng.page.locator('li', { hasText: '名单须复核' }).waitFor();
  });
});
