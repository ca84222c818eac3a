import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Window as Site } from './site';
import { administrator, cable, secondAdministrator, site, Window } from './site';

let zhao: Site;
let he: Site;
let ma: Site;
let actPath = '';
beforeAll(async () => {
  zhao = await administrator();
  he = await secondAdministrator();
});
afterAll(async () => {
  await zhao.close();
  await ma?.close();
});

const go = (window: Site, path: string): Promise<unknown> => window.page.goto(`${site.origin}/console${path}`);

/** Fills the dialog of a grant and proposes it. */
async function propose(duty: string, reason: string): Promise<void> {
  await go(zhao, '/people/ma.jun');
  await zhao.page.getByRole('button', { name: '授予职责' }).click();
  await zhao.tabTo('#duty');
  while ((await zhao.page.locator('#duty').inputValue()) !== duty) await zhao.page.keyboard.press('ArrowDown');
  await zhao.page.locator('.el-dialog textarea').fill(reason);
  await zhao.page.getByRole('button', { name: '确认并提出' }).click();
  await zhao.page.locator('.el-dialog .note.good', { hasText: '已提出' }).waitFor();
}

describe('People and duties', () => {
  it('are invited with a text that is shown once', async () => {
    await zhao.page.locator('nav.rooms a', { hasText: '人员与职责' }).click();
    await zhao.page.locator('table.list tbody tr').first().waitFor();
    await zhao.isAccessible('people');
    await zhao.page.getByRole('button', { name: '邀请新人员' }).click();
    await zhao.page.locator('#new-person').fill('zhao');
    await zhao.page.locator('#new-name').fill('马骏');
    await zhao.page.getByRole('button', { name: '建立账号' }).click();
    await zhao.page.locator('.el-dialog .note.bad', { hasText: '规则不允许' }).filter({ hasText: 'zhao 已有账号' }).waitFor();
    await zhao.page.locator('#new-person').fill('ma.jun');
    await zhao.page.getByRole('button', { name: '建立账号' }).click();
    const sheet = zhao.page.locator('[data-invitation]');
    await sheet.waitFor();
    const code = (await sheet.locator('.code').textContent()) ?? '';
    await zhao.isAccessible('invitation');
    await zhao.page.emulateMedia({ media: 'print' });
    expect(await zhao.page.locator('nav.rooms').isVisible()).toBe(false);
    expect(await sheet.locator('.code').isVisible()).toBe(true);
    await zhao.page.emulateMedia({ media: 'screen' });
    await zhao.keepPrinted('invitation');
    await sheet.getByRole('button', { name: '已交给本人' }).click();
    expect(await zhao.page.content()).not.toContain(code);
    ma = await Window.open();
    await ma.join('ma.jun', code);
    await ma.signIn();
  });

  it('get a duty by two administrators, the second of whom asks the person for his mark', async () => {
    // The second one stands on his first page; his line is lost meanwhile and comes back by itself.
    await go(he, '/today');
    await he.page.locator('.line', { hasText: '实时' }).waitFor();
    const list = await he.context.newPage();
    await list.goto(`${site.origin}/console/people`);
    await list.locator('.line', { hasText: '实时' }).waitFor();
    await list.locator('table.list tbody tr', { hasText: 'ma.jun' }).waitFor();
    const line = await cable();
    line.cut();
    await he.page.locator('.line', { hasText: '连接中断' }).waitFor();
    await propose('proctor', '2026 年春季考务安排');
    await zhao.page.locator('.el-dialog').getByRole('button', { name: '关闭', exact: true }).last().click();
    expect((await zhao.ask('POST', '/staff/people', { person: 'cut.off', name: '断线时' })).status).toBe(201);
    line.mend();
    await he.page.locator('.line', { hasText: '实时' }).waitFor({ timeout: 60_000 });
    await list.locator('table.list tbody tr', { hasText: 'cut.off' }).waitFor({ timeout: 60_000 });
    await list.close();
    const waits = he.page.locator('.acts a', { hasText: '授予职责' });
    await waits.waitFor();
    await he.page.locator('nav.rooms .count').waitFor();
    await waits.click();
    await he.page.getByRole('button', { name: '批准', exact: true }).waitFor();
    actPath = new URL(he.page.url()).pathname.replace('/console', '');
    await go(ma, '/me');
    const mark = (await ma.page.locator('dd code').nth(1).textContent()) ?? '';
    expect(mark).toMatch(/^[0-9a-f]{4} [0-9a-f]{4}$/);
    expect(await he.page.locator('main').textContent()).not.toContain(mark);
    await he.page.getByRole('button', { name: '批准', exact: true }).click();
    const approve = he.page.getByRole('button', { name: '用本人设备确认并批准' });
    await he.page.locator('.el-dialog input[type=checkbox]').check();
    expect(await approve.isDisabled()).toBe(true);
    await he.page.locator('#mark').fill('0000 0000');
    await he.page.locator('.el-dialog .note.bad', { hasText: '不要批准' }).waitFor();
    expect(await approve.isDisabled()).toBe(true);
    await he.page.locator('#mark').fill(mark.replace(' ', '').toUpperCase());
    await he.isAccessible('approve');
    await approve.click();
    await he.page.locator('.note.good', { hasText: '已执行：已授予' }).waitFor();
    await he.isAccessible('act');
    await he.keepPrinted('act');
    await he.page.locator('nav.rooms .count').waitFor({ state: 'detached' });
    await go(ma, '/today');
    await ma.page.locator('.duties', { hasText: '监考员' }).waitFor();
  });

  it('are never approved by who proposed them, who can withdraw', async () => {
    await propose('qualification-checker', '资格审核');
    await go(zhao, '/acts');
    await zhao.page.locator('main li a', { hasText: '资格审核员' }).waitFor();
    await zhao.isAccessible('inbox');
    await zhao.page.locator('main li a', { hasText: '资格审核员' }).click();
    await zhao.page.getByRole('button', { name: '撤回' }).waitFor();
    expect(await zhao.page.getByRole('button', { name: '批准', exact: true }).count()).toBe(0);
    await zhao.page.getByRole('button', { name: '撤回' }).click();
    await zhao.page.locator('.el-dialog').getByRole('button', { name: '撤回', exact: true }).click();
    await zhao.page.locator('.tag', { hasText: '已撤回' }).waitFor();
  });

  it('say beforehand which duties stay apart, and the node refuses them as well', async () => {
    await go(zhao, '/people/ma.jun');
    await zhao.isAccessible('person');
    await zhao.page.getByRole('button', { name: '授予职责' }).click();
    expect(await zhao.page.locator('[data-barred]').textContent()).toContain('系统管理员');
    expect(await zhao.page.locator('#duty option[value=system-administrator]').isDisabled()).toBe(true);
    expect(await zhao.page.locator('#duty option[value=centre-head]').isDisabled()).toBe(false);
    await zhao.isAccessible('give-duty');
    const draft = { kind: 'grant-duty', reason: 'r', person: 'ma.jun', duty: 'system-administrator', area: 'all', from: new Date().toISOString(), until: new Date(Date.now() + 86_400_000).toISOString() };
    expect((await zhao.ask('POST', '/staff/acts/draft', draft)).status).toBe(409);
  });

  it('are recovered by two, and whoever approves hands over a new invitation', async () => {
    await go(zhao, '/people/ma.jun');
    await zhao.page.getByRole('button', { name: '恢复账号' }).click();
    await zhao.page.locator('.el-dialog textarea').fill('手机丢失');
    await zhao.page.getByRole('button', { name: '确认并提出' }).click();
    await zhao.page.locator('.el-dialog .note.good').waitFor();
    await go(he, '/acts');
    await he.page.locator('main li a', { hasText: '恢复账号' }).click();
    await he.page.getByRole('button', { name: '批准', exact: true }).click();
    await he.page.locator('.el-dialog input[type=checkbox]').check();
    await he.page.getByRole('button', { name: '用本人设备确认并批准' }).click();
    await he.page.locator('[data-invitation] .code').waitFor();
    await ma.page.locator('.way-in .note.careful', { hasText: '登录已结束' }).waitFor();
    await he.page.getByRole('button', { name: '已交给本人' }).click();
    await he.page.locator('[data-invitation]').waitFor({ state: 'detached' });
  });

  it('lose a duty and an account only after it was said what that means', async () => {
    await go(zhao, '/people/ma.jun');
    await zhao.page.getByRole('button', { name: '收回 监考员' }).click();
    await zhao.page.locator('.el-dialog .note', { hasText: '立即失去“监考员”' }).waitFor();
    await zhao.page.locator('.el-dialog').getByRole('button', { name: '收回', exact: true }).click();
    await zhao.page.locator('.empty', { hasText: '没有职责' }).waitFor();
    await zhao.page.getByRole('button', { name: '停用账号' }).click();
    const end = zhao.page.locator('.el-dialog').getByRole('button', { name: '停用账号' });
    await zhao.page.locator('#end-reason').fill('离职');
    await zhao.page.locator('#end-typed').fill('ma');
    expect(await end.isDisabled()).toBe(true);
    await zhao.page.locator('#end-typed').fill('ma.jun');
    await zhao.isAccessible('end-account');
    await end.click();
    await zhao.page.locator('.tag', { hasText: '已停用' }).waitFor();
    await zhao.page.getByRole('button', { name: '恢复账号' }).click();
    await zhao.page.locator('.el-dialog', { hasText: '原有职责不恢复' }).waitFor();
    await go(he, actPath);
    await he.page.locator('.tag', { hasText: '已执行' }).waitFor();
  });

  it('are nobody’s who may not look', async () => {
    const own = await zhao.ask('GET', '/staff/audit');
    expect(own.status).toBe(403);
    await go(zhao, '/audit');
    await zhao.page.locator('.note.careful', { hasText: '职责不包括' }).waitFor();
  });
});
