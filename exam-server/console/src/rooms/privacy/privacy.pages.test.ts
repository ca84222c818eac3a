import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administrator, person, site, type Window } from '../../../test/pages/site';

let zhao: Window;
let ma: Window;
let deng: Window;
beforeAll(async () => {
  zhao = await administrator();
  ma = await person(zhao, 'ma-privacy', '马丽', 'data-protection-officer');
  deng = await person(zhao, 'deng-privacy', '邓敏', 'data-protection-officer');
});

/** Ma confirms what the dialog says and proposes it; Deng finds it waiting, reads what will happen and approves it. */
async function byBoth(name: string, reason: string, willHappen: string): Promise<void> {
  const dialog = ma.page.locator('.el-dialog:visible');
  await dialog.locator('.note', { hasText: willHappen }).waitFor();
  await dialog.locator('textarea').fill(reason);
  await ma.isAccessible(name);
  await dialog.getByRole('button', { name: '确认并提出' }).click();
  await dialog.locator('.note.good').waitFor();
  await dialog.locator('.el-dialog__footer').getByRole('button', { name: '关闭' }).click();
  const waiting = (await deng.ask('GET', '/staff/waiting')).json.acts.find((one: { reason: string }) => one.reason === reason);
  await deng.page.goto(`${site.origin}/console/acts/${waiting.id}`);
  await deng.page.locator('dd', { hasText: reason }).waitFor();
  await deng.isAccessible(`${name}-approve`);
  const done = await deng.ask('POST', `/staff/acts/${waiting.id}/approval`, { proof: { assertion: await deng.assertion(waiting.challenge) } });
  expect(done.json.done, JSON.stringify(done.json)).toBe(true);
}

/** A request of a member of staff, taken in; its id. */
async function taken(who: string, name: string): Promise<string> {
  const made = await ma.ask('POST', '/staff/privacy/requests', { kind: 'access', person: who, name, contact: '-', words: '查阅' });
  expect(made.status, JSON.stringify(made.json)).toBe(201);
  return made.json.id;
}

afterAll(async () => {
  await deng.close();
  await ma.close();
  await zhao.close();
});

describe('The privacy desk', () => {
  it('takes a request in, and leads it to its end', async () => {
    const other = await ma.beside('/console/privacy');
    await other.locator('.empty', { hasText: '还没有收到请求' }).waitFor();
    await ma.page.goto(`${site.origin}/console/privacy`);
    await ma.page.locator('h1', { hasText: '个人信息保护' }).waitFor();
    await ma.page.getByRole('button', { name: '登记请求' }).click();
    await ma.page.getByRole('radio', { name: '复制' }).check();
    await ma.page.getByRole('radio', { name: '工作人员' }).check();
    await ma.page.locator('#of-person').fill('zhao');
    await ma.page.locator('#of-name').fill('赵敏');
    await ma.page.locator('#of-contact').fill('zhao@example.org');
    await ma.page.locator('#of-words').fill('请给我一份我的信息。');
    await ma.isAccessible('privacy-receive');
    await ma.page.locator('[role=dialog] button[type=submit]').click();
    await ma.page.locator('table.requests tbody tr').first().waitFor();
    expect(await ma.page.locator('table.requests').textContent()).not.toContain('赵敏');
    // What is taken in at one window stands in the other, which nobody touched.
    await other.locator('table.requests tbody tr').first().waitFor();
    await other.context().close();
    await ma.isAccessible('privacy');
    await ma.page.locator('table.requests a').first().click();
    await ma.page.locator('dd.words', { hasText: '请给我一份' }).waitFor();
    for (const step of ['身份核验无误', '同意办理']) {
      await ma.page.locator('#step-reason').fill('已核对身份证件');
      await ma.page.getByRole('button', { name: step }).click();
      await ma.page.getByRole('button', { name: step }).waitFor({ state: 'hidden' });
    }
    const [download] = await Promise.all([ma.page.waitForEvent('download'), ma.page.locator('a[download]').click()]);
    expect(download.suggestedFilename()).toMatch(/^gongyuan-personal-data-[0-9a-f]{16}\.txt$/);
    await ma.isAccessible('privacy-request');
    await ma.page.locator('#step-reason').fill('副本已交本人');
    await ma.page.getByRole('button', { name: '办结' }).click();
    await ma.page.locator('.tag', { hasText: '已办结' }).waitFor();
  });

  it('refuses a request by two, and withdraws a consent, only after it was said what that means', async () => {
    const asked = await taken('zhao', '赵敏');
    await ma.page.goto(`${site.origin}/console/privacy/requests/${asked}`);
    await ma.page.getByRole('button', { name: '不予办理' }).click();
    const dialog = ma.page.locator('.el-dialog:visible');
    await dialog.locator('.note', { hasText: '到此结束，不再办理' }).waitFor();
    await dialog.getByRole('button', { name: '取消' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await ma.page.locator('.tag', { hasText: '已收到' }).waitFor();
    await ma.page.getByRole('button', { name: '不予办理' }).click();
    await byBoth('privacy-refuse', '与上一请求重复', '到此结束，不再办理');
    await ma.page.locator('.tag', { hasText: '不予办理' }).waitFor();

    await ma.page.goto(`${site.origin}/console/privacy`);
    const consents = ma.page.locator('table.consents tbody tr', { hasText: site.sitting }).locator('td.number');
    await ma.page.locator('#consent-sitting').fill(site.sitting);
    await ma.page.locator('#consent-ticket').fill('t-1');
    await ma.page.getByRole('button', { name: '登记同意' }).click();
    await expect.poll(() => consents.allTextContents()).toEqual(['1', '0']);
    await ma.page.locator('#consent-ticket').fill('t-1');
    await ma.page.getByRole('button', { name: '登记撤回' }).click();
    await dialog.locator('.note', { hasText: '准考证号 t-1 的考生（1 人）' }).waitFor();
    await ma.isAccessible('privacy-withdraw');
    await dialog.getByRole('button', { name: '登记撤回' }).click();
    await expect.poll(() => consents.allTextContents()).toEqual(['0', '1']);
  });

  it('says of a request about oneself that another handles it, and offers nothing else', async () => {
    await ma.page.goto(`${site.origin}/console/privacy/requests/${await taken('ma-privacy', '马丽')}`);
    await ma.page.locator('.note.careful', { hasText: '涉及您本人' }).waitFor();
    expect(await ma.page.locator('#step-reason').count()).toBe(0);
    expect(await ma.page.getByRole('button', { name: '不予办理' }).count()).toBe(0);
    await ma.isAccessible('privacy-own');
  });

  it('places a hold, which two lift with a reason', async () => {
    await ma.page.goto(`${site.origin}/console/privacy`);
    await ma.page.locator('#hold-upon').fill('autumn-held');
    await ma.page.locator('#hold-reason').fill('申诉 7 号');
    await ma.page.getByRole('button', { name: '保全', exact: true }).click();
    await ma.page.locator('.holds li', { hasText: 'autumn-held' }).waitFor();
    await ma.page.locator('.holds li', { hasText: 'autumn-held' }).getByRole('button', { name: '解除', exact: true }).click();
    await byBoth('privacy-lift', '申诉已结', '不再受保全');
    await ma.page.locator('.holds .tag', { hasText: '申诉已结' }).waitFor();
  });

  it('shows purposes and periods, and a form to print for the impact assessment', async () => {
    await ma.page.goto(`${site.origin}/console/privacy/retention`);
    await ma.page.locator('td', { hasText: '核对身份、组织考试' }).first().waitFor();
    await ma.isAccessible('privacy-retention');
    await ma.keepPrinted('privacy-retention');
    await ma.page.goto(`${site.origin}/console/privacy/assessment`);
    await ma.page.locator('h2', { hasText: '七、结论' }).waitFor();
    await ma.isAccessible('privacy-assessment');
    await ma.keepPrinted('privacy-assessment');
  });

  it('is not there for who has no such duty', async () => {
    await zhao.page.goto(`${site.origin}/console/privacy`);
    await zhao.page.locator('nav.rooms').waitFor();
    expect(await zhao.page.locator('nav.rooms a[href$="/privacy"]').count()).toBe(0);
    expect(await zhao.page.locator('main form').count()).toBe(0);
  });
});
