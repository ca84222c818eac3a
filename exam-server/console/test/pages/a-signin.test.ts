import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { administrator, person, site, Window } from './site';

let zhao: Window;
afterAll(async () => {
  await zhao.close();
});

describe('Signing in', () => {
  it('shows a way in that everybody can use', async () => {
    const window = await Window.open();
    await window.page.locator('.way-in').waitFor();
    await window.isAccessible('sign-in');
    await window.page.getByRole('button', { name: '改用密码和动态验证码' }).click();
    await window.isAccessible('sign-in-password');
    await window.close();
  });

  it('takes the first administrator from his invitation to today', async () => {
    zhao = await administrator();
    expect(await zhao.page.locator('h1').textContent()).toBe('今日待办');
    await zhao.page.locator('.line', { hasText: '实时' }).waitFor();
    await zhao.isAccessible('today');
    await zhao.page.locator('.who').click();
    await zhao.page.locator('h1', { hasText: '本人账号' }).waitFor();
    await zhao.isAccessible('me');
  });

  it('refuses a device that does not verify the person, and says so', async () => {
    const window = await Window.open('zhao');
    await window.deviceVerifies(false);
    await window.page.locator('.way-in .el-button--primary').first().click();
    await window.page.locator('.note.bad', { hasText: '没有完成' }).waitFor();
    await window.close();
  });

  it('is by password and code where there is no passkey', async () => {
    const invited = await zhao.ask('POST', '/staff/people', { person: 'sun', name: '孙丽' });
    const window = await Window.open(undefined, '/console/join');
    await window.page.locator('#invitation').fill(invited.json.code);
    await window.page.locator('form button[type=submit]').click();
    await window.page.locator('input[value=password]').check();
    const secret = ((await window.page.locator('.telephone code').textContent()) ?? '').replaceAll(' ', '');
    await window.isAccessible('join');
    await window.page.locator('#new-password').fill('short');
    await window.page.locator('.note.careful', { hasText: '至少 12' }).waitFor();
    await window.page.locator('#new-password').fill('十二个字的密码要长一点');
    await window.page.locator('#new-password').fill('a sentence of one’s own');
    await window.page.locator('#again').fill('a sentence of one’s own');
    await window.page.locator('#totp').fill(await codeOf(secret));
    await window.page.getByRole('button', { name: '完成设置' }).click();
    await window.page.locator('.note.good').waitFor();
    await window.page.goto(`${site.origin}/console/today`);
    await window.page.getByRole('button', { name: '改用密码和动态验证码' }).click();
    await window.page.locator('#name').fill('sun');
    await window.page.locator('#password').fill('a wrong sentence');
    await window.page.locator('#code').fill('000000');
    await window.page.getByRole('button', { name: '登录', exact: true }).click();
    await window.page.locator('.note.bad', { hasText: '未能登录' }).waitFor();
    expect(await window.page.locator('#password').inputValue()).toBe('');
    await window.page.locator('#password').fill('a sentence of one’s own');
    await window.page.locator('#code').fill(await codeOf(secret, 1));
    await window.page.getByRole('button', { name: '登录', exact: true }).click();
    await window.page.locator('nav.rooms').waitFor();
    await window.page.locator('.note.careful', { hasText: '还没有任何职责' }).waitFor();
    await window.close();
  });

  it('ends in every window when the person signs out everywhere', async () => {
    const li = await person(zhao, 'li-in', '李伟', 'exam-officer');
    const other = await li.context.newPage();
    await other.goto(`${site.origin}/console/today`);
    await other.locator('nav.rooms').waitFor();
    await li.page.locator('.who').click();
    await li.page.getByRole('button', { name: '在所有设备上退出' }).click();
    await li.page.locator('.way-in').waitFor();
    await other.locator('.way-in').waitFor();
    await other.locator('.note.careful', { hasText: '登录已结束' }).waitFor();
    await li.close();
  });

  it('keeps nothing secret in the browser', async () => {
    const held = await zhao.page.evaluate(() => [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie]);
    expect(Object.keys(JSON.parse(held[0]!)).sort()).toEqual(['gongyuan.language', 'gongyuan.theme']);
    expect(held.slice(1)).toEqual(['{}', '']);
  });
});

describe('The frame', () => {
  it('is driven by the keyboard alone', async () => {
    await zhao.page.goto(`${site.origin}/console/today`);
    await zhao.page.locator('nav.rooms').waitFor();
    await zhao.page.keyboard.press('Tab');
    expect(await zhao.page.evaluate(() => document.activeElement?.className)).toContain('skip');
    await zhao.page.keyboard.press('Enter');
    expect(await zhao.page.evaluate(() => document.activeElement?.id)).toBe('main');
    await zhao.page.keyboard.press('?');
    await zhao.page.locator('[role=dialog]').waitFor();
    await zhao.isAccessible('keys');
    await zhao.page.keyboard.press('Escape');
    await zhao.page.locator('[role=dialog]').waitFor({ state: 'hidden' });
  });

  it('runs no script and takes no style that is not as it was built, and says so', async () => {
    const built = `${process.cwd()}/target/classes/org/gongyuan/console/assets`;
    for (const [room, file] of [['acts', /^Inbox-.*\.js$/], ['people', /^People-.*\.css$/], ['release', /^words-.*\.js$/]] as const) {
      const page = await zhao.context.newPage();
      await page.goto(`${site.origin}/console/me`);
      await page.locator('nav.rooms').waitFor();
      await page.route('**/console/assets/**', (route) => {
        const name = new URL(route.request().url()).pathname.split('/').at(-1)!;
        const isScript = name.endsWith('.js');
        if (!file.test(name)) return route.fallback();
        return route.fulfill({ contentType: isScript ? 'text/javascript' : 'text/css', body: readFileSync(`${built}/${name}`, 'utf8') + (isScript ? ';globalThis.isTampered = true;' : ' body { display: none; }') });
      });
      await page.locator(`nav.rooms a[href$="/${room}"]`).click();
      await page.locator('.note.bad', { hasText: '与发布时不一致' }).waitFor();
      expect(await page.evaluate(() => 'isTampered' in globalThis), room).toBe(false);
      expect(await page.locator('h1').textContent(), room).toBe('本人账号');
      await page.close();
    }
  });

  it('says that an address leads nowhere', async () => {
    await zhao.page.goto(`${site.origin}/console/nowhere`);
    await zhao.page.locator('h1', { hasText: '没有这个页面' }).waitFor();
    await zhao.isAccessible('nowhere');
  });
});

/** A code of the telephone (RFC 6238), of this step or a later one. */
async function codeOf(secret: string, later = 0): Promise<string> {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = new Uint8Array(Math.floor(bits.length / 8)).map((_, at) => parseInt(bits.slice(at * 8, at * 8 + 8), 2));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  const step = new DataView(new ArrayBuffer(8));
  step.setBigUint64(0, BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, step.buffer));
  return String((mac.getUint32(mac.getUint8(19) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
