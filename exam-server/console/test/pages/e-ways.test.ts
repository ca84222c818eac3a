import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administrator, person, site, Window } from './site';

let tang: Window;
beforeAll(async () => {
  const zhao = await administrator();
  tang = await person(zhao, 'tang-w', '唐薇', 'exam-officer');
  await zhao.close();
  await tang.page.locator('.who').click();
});
afterAll(async () => {
  await tang.close();
});

const passkeys = () => tang.page.locator('[data-passkeys] li');
const dialog = (of: Window) => of.page.locator('.el-dialog:visible');
const says = (of: Window, kind: 'good' | 'careful' | 'bad', text: string): Promise<void> => of.page.locator(`.note.${kind}`, { hasText: text }).waitFor();

/** Does what a button does, by the keyboard. */
async function press(window: Window, name: string): Promise<void> {
  await dialog(window).getByRole('button', { name, exact: true }).focus();
  await window.page.keyboard.press('Enter');
}

/** Signs in at the identity provider as this subject, where the page sent the browser. */
async function asSubject(window: Window, subject: string): Promise<void> {
  await window.page.locator('input[name=subject]').fill(subject);
  await window.page.locator('button').click();
}

describe('Passkeys of one’s own', () => {
  it('are added on another device, after one that is there has answered', async () => {
    await passkeys().getByText('唯一的一个').waitFor();
    await tang.page.getByRole('button', { name: '添加通行密钥' }).focus();
    await tang.page.keyboard.press('Enter');
    await press(tang, '用现有的通行密钥确认');
    await dialog(tang).getByText('现在请在新的设备上操作').waitFor();
    await press(tang, '创建新的通行密钥');
    await says(tang, 'bad', '已有该账号的通行密钥');
    await press(tang, '用现有的通行密钥确认');
    await dialog(tang).getByText('现在请在新的设备上操作').waitFor();
    await tang.isAccessible('add-passkey');
    await tang.takeAnotherDevice();
    await press(tang, '创建新的通行密钥');
    await says(tang, 'good', '已添加通行密钥');
    await passkeys().nth(1).waitFor();
    await tang.isAccessible('ways-in');
  });

  it('sign in from then on, and remove the one that was lost', async () => {
    await tang.page.getByRole('button', { name: '退出', exact: true }).click();
    await tang.page.locator('.way-in .el-button--primary').first().click();
    await tang.page.locator('nav.rooms').waitFor();
    await tang.page.locator('.who').click();
    await passkeys().first().getByRole('button').click();
    await says(tang, 'bad', '删除后，不能再用');
    await tang.isAccessible('remove-passkey');
    await press(tang, '删除通行密钥');
    await says(tang, 'good', '已删除通行密钥');
    await passkeys().getByText('唯一的一个').waitFor();

    const finder = await Window.open('tang-w');
    await finder.page.locator('.way-in .el-button--primary').first().click();
    await says(finder, 'bad', '未能登录');
    await finder.close();
  });
});

describe('The identity provider', () => {
  const SUBJECT = 'tang@body.example';
  let other: Window;
  afterAll(async () => {
    await other.close();
  });

  it('signs nobody in whose account is not linked', async () => {
    other = await Window.open();
    await other.page.locator('[data-provider]').click();
    await asSubject(other, SUBJECT);
    await says(other, 'careful', '没有登录');
    expect(new URL(other.page.url()).search).toBe('');
    await other.isAccessible('from-provider');
  });

  it('is linked by who is signed in, and signs him in from then on', async () => {
    await tang.page.getByRole('button', { name: '关联统一身份认证' }).click();
    await dialog(tang).getByText('登录一次').waitFor();
    await tang.isAccessible('link-provider');
    await press(tang, '确认并前往');
    await asSubject(tang, SUBJECT);
    await says(tang, 'good', '已关联');
    await tang.page.getByRole('link', { name: '前往本人账号' }).click();
    await tang.page.locator('[data-my-provider] .tag', { hasText: '已关联' }).waitFor();

    await other.page.getByRole('link', { name: '前往登录' }).click();
    await other.page.locator('[data-provider]').click();
    await asSubject(other, SUBJECT);
    await other.page.locator('nav.rooms').waitFor();
    expect(new URL(other.page.url()).pathname).toBe('/console/today');
    await says(tang, 'careful', '登录已结束');
  });

  it('signs him in no more once it is unlinked, and says so when it was cancelled', async () => {
    await other.page.locator('.who').click();
    await other.page.getByRole('button', { name: '解除关联' }).click();
    await press(other, '解除关联');
    await other.page.locator('[data-my-provider] .tag', { hasText: '未关联' }).waitFor();
    await other.page.getByRole('button', { name: '退出', exact: true }).click();
    await other.page.locator('[data-provider]').click();
    await asSubject(other, SUBJECT);
    await says(other, 'careful', '没有登录');
    await other.page.goto(`${site.origin}/sign-in/provider?error=access_denied&state=x`);
    await says(other, 'careful', '统一身份认证没有完成');
  });
});
