import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { administrator, person, site, Window } from '../../../test/pages/site';

const PASSPHRASE = 'a phrase for drills';
const FORCED = 'a phrase for when forced';
const NAMES = ['保管甲', '保管乙', '保管丙', '保管丁', '<img src=x onerror=alert(1)>'];

let zhao: Window;
let officer: Window;
const custodians: Window[] = [];
afterAll(async () => {
  for (const window of [...custodians, officer, zhao]) await window.close();
});

async function goTo(window: Window, path: string): Promise<void> {
  await window.page.goto(site.origin + path);
  await window.page.locator('h1').waitFor();
}

/** Gives a share in the room the window shows; what the page says is in `.note.good` or `.note.bad`. */
async function give(window: Window, file: string, passphrase: string): Promise<void> {
  await window.page.locator('#key-file').setInputFiles(file);
  await window.page.locator('#key-passphrase').fill(passphrase);
  await window.page.getByRole('button', { name: '交出份额' }).click();
}

/** The same by the keyboard alone, but for the browser's dialog for files. */
async function giveByKeys(window: Window, file: string): Promise<void> {
  await window.tabTo('#key-file');
  // From here on the browser's own dialog would be driven.
  await window.page.locator('#key-file').setInputFiles(file);
  await window.tabTo('#key-passphrase');
  await window.page.keyboard.type(PASSPHRASE);
  await window.page.keyboard.press('Tab');
  expect(await window.page.evaluate(() => document.activeElement?.textContent)).toContain('交出份额');
  await window.page.keyboard.press('Enter');
}

/** The fingerprints of a custodian's own keys, the newest last. */
async function keysOf(custodian: number): Promise<string[]> {
  const listed = (await custodians[custodian]!.ask('GET', '/staff/custodian-keys')).json.keys as { person: string; fingerprint: string }[];
  return listed.filter((one) => one.person === `r-c${custodian}`).map((one) => one.fingerprint);
}

const keyFile = (custodian: number): string => join(site.folder, `custodian-${custodian}.key`);
const saysGood = (window: Window, text: string): Promise<void> => window.page.locator('form .note.good', { hasText: text }).waitFor({ timeout: 60_000 });
const saysBad = (window: Window, text: string): Promise<void> => window.page.locator('form .note.bad', { hasText: text }).waitFor({ timeout: 60_000 });

describe('The release room', () => {
  it('registers five custodians, each in a browser of his own, one with a second phrase', async () => {
    zhao = await administrator();
    officer = await person(zhao, 'r-officer', '周考务', 'exam-officer');
    for (const [at, name] of NAMES.entries()) {
      const custodian = await person(zhao, `r-c${at}`, name, 'custodian');
      custodians.push(custodian);
      await goTo(custodian, '/console/release/keys');
      await custodian.page.locator('input[value=file]').check();
      await custodian.page.locator('#own-file').setInputFiles(keyFile(at));
      await custodian.page.locator('#own-passphrase').fill(PASSPHRASE);
      if (at === 0) {
        await custodian.page.getByText('约定第二口令（受胁迫时使用）').click();
        await custodian.page.locator('#own-second').fill(FORCED);
      }
      await custodian.page.getByRole('button', { name: '登记公钥' }).click();
      await custodian.page.locator('.note.good', { hasText: '已登记在您名下' }).waitFor({ timeout: 60_000 });
    }
    await custodians[4]!.isAccessible('release-keys');
  });

  it('makes a key pair in a browser, and rehearses with it and an older one what a release is like', async () => {
    const { page } = custodians[0]!;
    await goTo(custodians[0]!, '/console/release/keys');
    await page.locator('#own-passphrase').fill(PASSPHRASE);
    await page.locator('#own-again').fill(PASSPHRASE);
    await page.getByRole('button', { name: '生成密钥文件' }).click();
    await page.getByRole('button', { name: '下载密钥文件' }).waitFor({ timeout: 120_000 });
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载密钥文件' }).click()]);
    const made = join(site.folder, 'made.key');
    await download.saveAs(made);
    await page.getByRole('button', { name: '已妥善保存，登记公钥' }).click();
    await page.locator('.note.good', { hasText: '已登记在您名下' }).waitFor({ timeout: 60_000 });
    const keys = await keysOf(0);
    expect(keys.length).toBe(2);
    const begun = await officer.ask('POST', '/staff/rehearsals', { custodians: [keys.at(-1)!, (await keysOf(1))[0]!], needed: 2, waitSeconds: 4 });
    expect(begun.status, JSON.stringify(begun.json)).toBe(201);
    const path = `/console/release/rehearsals/${begun.json.rehearsal}`;
    await goTo(custodians[0]!, path);
    await goTo(custodians[1]!, path);
    await custodians[0]!.page.locator('.banner', { hasText: '演练' }).first().waitFor();
    expect(await custodians[0]!.page.locator('.banner').count()).toBe(2);
    await custodians[1]!.page.locator('.note.careful', { hasText: '已到时间' }).waitFor({ timeout: 60_000 });
    await custodians[0]!.isAccessible('release-rehearsal');
    await give(custodians[0]!, made, PASSPHRASE);
    await saysGood(custodians[0]!, '1 / 2');
    await custodians[1]!.page.locator('.tag.good', { hasText: '已交' }).waitFor();
    await give(custodians[1]!, keyFile(1), PASSPHRASE);
    await custodians[0]!.page.locator('.note.good', { hasText: '演练成功' }).waitFor({ timeout: 60_000 });
  });

  it('begins a rehearsal by one click, which nobody can take for a release', async () => {
    await goTo(officer, '/console/release');
    await officer.page.locator('li', { hasText: site.sitting }).getByRole('button', { name: '演练启封' }).click();
    await officer.page.locator('h1', { hasText: '演练 ' }).waitFor();
    await officer.page.locator('.note.careful', { hasText: '会被拒绝、记录并报警' }).waitFor();
    await goTo(custodians[2]!, new URL(officer.page.url()).pathname);
    await give(custodians[2]!, keyFile(2), PASSPHRASE);
    await saysBad(custodians[2]!, '未到预定时间');
    await officer.page.getByRole('button', { name: '结束演练' }).click();
    const dialog = officer.page.locator('.el-dialog:visible');
    await dialog.locator('.note', { hasText: '5 名保管员都不能再交' }).waitFor();
    await officer.isAccessible('release-end-rehearsal');
    await dialog.getByRole('button', { name: '结束演练' }).click();
    await officer.page.locator('.note', { hasText: '已结束' }).waitFor();
    const room = await officer.ask('GET', `/staff/releases/${site.sitting}`);
    expect(room.json.have).toBe(0);
  });

  it('tells a forced custodian and a mistyping one the same, and the security administrator what it was', async () => {
    const path = `/console/release/${site.sitting}`;
    const said: string[] = [];
    for (const phrase of ['a phrase for drlils', FORCED]) {
      await goTo(custodians[0]!, path);
      await give(custodians[0]!, keyFile(0), phrase);
      await saysBad(custodians[0]!, '份额不对');
      said.push((await custodians[0]!.page.locator('main').innerText()).replace(/\d\d:\d\d:\d\d/g, ''));
    }
    expect(said[1]).toBe(said[0]);
    await goTo(zhao, '/console/release');
    await zhao.page.locator('.note.bad', { hasText: '可能正受胁迫' }).waitFor();
    expect(await zhao.page.locator('.note.bad', { hasText: '可能正受胁迫' }).count()).toBe(1);
    await zhao.isAccessible('release-alarms');
    await zhao.page.locator('.note.bad').getByRole('button', { name: '标为已处理' }).click();
    await zhao.page.locator('.note.bad', { hasText: '已处理' }).waitFor();
  });

  it('is opened by three custodians of five in their own browsers, and all see it at once', async () => {
    const path = `/console/release/${site.sitting}`;
    for (const window of [...custodians, officer]) await goTo(window, path);
    await custodians[3]!.isAccessible('release-open');
    await give(custodians[0]!, keyFile(1), PASSPHRASE);
    await saysBad(custodians[0]!, '没有登记在您名下');
    await giveByKeys(custodians[4]!, keyFile(4));
    await saysGood(custodians[4]!, '1 / 3');
    await give(custodians[4]!, keyFile(4), PASSPHRASE);
    await saysBad(custodians[4]!, '已经交过');
    await give(custodians[1]!, keyFile(1), PASSPHRASE);
    await saysGood(custodians[1]!, '2 / 3');
    await officer.page.locator('.note.careful', { hasText: '还需 1 人' }).waitFor();
    await give(custodians[2]!, keyFile(2), PASSPHRASE);
    for (const window of [...custodians, officer]) await window.page.locator('.note.good', { hasText: '已启封' }).first().waitFor({ timeout: 60_000 });
    expect(await officer.page.locator('td', { hasText: 'r-c4' }).count()).toBe(1);
    await officer.isAccessible('release-released');
    await officer.keepPrinted('release');
    const room = await officer.ask('GET', `/staff/releases/${site.sitting}`);
    expect(room.json.state).toBe('released');
  });

  it('keeps no key and no passphrase in the browser', async () => {
    for (const window of custodians) {
      const held = await window.page.evaluate(async () => [JSON.stringify(Object.keys(localStorage).sort()), JSON.stringify(sessionStorage), document.cookie, JSON.stringify(await indexedDB.databases())]);
      expect(held).toEqual([expect.not.stringContaining('key'), '{}', '', '[]']);
    }
  });
});

describe('The forms room', () => {
  it('shows the form that is used, and takes one in no further than its proposal by one person', async () => {
    const assembler = await person(zhao, 'r-assembler', '钱组卷', 'form-assembler');
    await goTo(assembler, '/console/forms');
    await assembler.page.locator('tbody tr', { hasText: '已启封' }).waitFor();
    await assembler.page.locator('#form-file').setInputFiles(join(site.folder, 'custodian-0.key'));
    expect(await assembler.page.locator('#form-digest').inputValue()).toBe('');
    await assembler.page.locator('#form-file').setInputFiles(join(site.folder, 'brought', 'form.sealed'));
    await expect.poll(() => assembler.page.locator('#form-digest').inputValue()).toMatch(/^[0-9a-f]{64}$/);
    await goTo(officer, '/console/forms');
    await officer.page.locator('tbody tr', { hasText: '已启封' }).waitFor();
    await assembler.page.getByRole('button', { name: '送入', exact: true }).click();
    await assembler.page.locator('.note.good', { hasText: '核对无误' }).waitFor();
    // Another, who has the list before him, sees what was brought.
    await officer.page.locator('tbody tr', { hasText: '待双人接收' }).waitFor();
    await assembler.isAccessible('forms');
    await assembler.page.locator('.note.good a').click();
    await assembler.page.getByRole('button', { name: '提请接收' }).click();
    const dialog = assembler.page.getByRole('dialog', { name: '接收装封卷' });
    await dialog.locator('textarea').fill('秋季 B 卷');
    await assembler.page.getByRole('button', { name: '确认并提出' }).click();
    await dialog.locator('.note.good').waitFor();
    await assembler.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await assembler.isAccessible('form');
    await assembler.keepPrinted('form');
    await assembler.page.getByRole('button', { name: '撤回文件' }).click();
    const asked = assembler.page.getByRole('dialog', { name: '撤回文件' });
    await asked.locator('.note', { hasText: '将从本节点删除' }).waitFor();
    await assembler.isAccessible('form-take-away');
    await asked.getByRole('button', { name: '撤回文件' }).click();
    await assembler.page.locator('tbody tr', { hasText: '已启封' }).waitFor();
    expect(await assembler.page.locator('tbody tr', { hasText: '待双人接收' }).count()).toBe(0);
    await officer.page.locator('tbody tr', { hasText: '待双人接收' }).waitFor({ state: 'detached' });
    await assembler.close();
  });
});
