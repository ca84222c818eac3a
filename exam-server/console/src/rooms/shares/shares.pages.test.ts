import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administrator, person, site, type Window } from '../../../test/pages/site';

const PASSPHRASE = 'a phrase for drills';

let zhao: Window;
let officer: Window;
const custodians: Window[] = [];
beforeAll(async () => {
  zhao = await administrator();
  officer = await person(zhao, 's-dpo', '马丽', 'data-protection-officer');
  for (const [at, name] of ['保管甲', '保管乙'].entries()) custodians.push(await person(zhao, `s-c${at}`, name, 'custodian'));
});
afterAll(async () => {
  for (const window of [...custodians, officer, zhao]) await window.close();
});

async function register(at: number, file: string): Promise<void> {
  const { page } = custodians[at]!;
  await page.goto(`${site.origin}/console/release/keys`);
  await page.locator('input[value=file]').check();
  await page.locator('#own-file').setInputFiles(join(site.folder, file));
  await page.locator('#own-passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: '登记公钥' }).click();
  await page.locator('.note.good', { hasText: '已登记在您名下' }).waitFor({ timeout: 60_000 });
}

/** Opens the page of one share by its line on “today”. */
async function open(at: number, sitting: string): Promise<void> {
  const { page } = custodians[at]!;
  await page.goto(`${site.origin}/console/today`);
  await page.getByRole('link', { name: sitting }).click();
  await page.locator('.note[role=status]').waitFor();
}

describe('A custodian’s share of a marking key', () => {
  it('stands on his list before anybody asks for it, whatever becomes of it', async () => {
    for (const sitting of ['past-due', 'past-held', 'past-kept']) await register(0, `${sitting}-0.key`);
    await register(1, 'past-due-1.key');
    const { page } = custodians[0]!;
    await page.goto(`${site.origin}/console/today`);
    for (const [sitting, stands] of [['past-due', '请销毁'], ['past-held', '争议保全中'], ['past-kept', '保存期内']] as const) await page.locator('li', { hasText: sitting }).locator('.tag', { hasText: stands }).waitFor();
    await custodians[0]!.isAccessible('shares-today');
    await open(0, 'past-held');
    expect(await page.locator('.note[role=status]').textContent()).toContain('请勿销毁密钥文件');
    expect(await page.content()).not.toContain('objection');
    expect(await page.locator('form').count()).toBe(0);
    await custodians[0]!.isAccessible('shares-held');
    await open(0, 'past-kept');
    await page.locator('.note[role=status]', { hasText: '请妥善保管' }).waitFor();
    expect(await page.locator('form').count()).toBe(0);
    await custodians[0]!.isAccessible('shares-kept');
  });

  it('is destroyed as the page and the printed notice say, and confirmed with a passkey', async () => {
    await open(0, 'past-due');
    const { page } = custodians[0]!;
    expect(await page.locator('.command').first().textContent()).toMatch(/^gongyuan custodian destroy FILE --fingerprint [0-9a-f]{64}$/);
    await custodians[0]!.keepPrinted('shares-notice');
    const submit = page.getByRole('button', { name: '确认并签署' });
    expect(await submit.isDisabled()).toBe(true);
    await page.getByRole('radio', { name: '密钥文件和我知道的所有副本都已销毁' }).check();
    await page.locator('.note.careful', { hasText: '第 1 份将记入考试记录：已销毁，确认人 s-c0' }).waitFor();
    await custodians[0]!.isAccessible('shares-due');
    await submit.click();
    await page.locator('.note.good[role=status]', { hasText: '已确认' }).waitFor();
    expect(await page.locator('form').count()).toBe(0);
    await custodians[0]!.isAccessible('shares-said');
  });

  it('is shown to nobody else, and what is outstanding to who looks after keeping', async () => {
    const key = new URL(custodians[0]!.page.url()).pathname.split('/').at(-1)!;
    await custodians[1]!.page.goto(`${site.origin}/console/me/shares/past-due/${key}`);
    await custodians[1]!.page.locator('.empty', { hasText: '这里没有您的份额' }).waitFor();
    await officer.page.goto(`${site.origin}/console/today`);
    await officer.page.locator('li', { hasText: 'past-due' }).getByText('共 5 份，任意 3 份可打开作答；已确认 1 份').waitFor();
    await officer.page.goto(`${site.origin}/console/shares`);
    const due = officer.page.locator('[data-sitting=past-due]');
    await due.locator('tr', { hasText: 's-c0' }).locator('.tag', { hasText: '已销毁' }).waitFor();
    await due.locator('tr', { hasText: 's-c1' }).locator('.tag', { hasText: '未确认' }).waitFor();
    await officer.isAccessible('shares');
    // What a custodian says stands on the officer's page, which nobody touched.
    await open(1, 'past-due');
    await custodians[1]!.page.getByRole('radio', { name: '密钥文件已遗失' }).check();
    await custodians[1]!.page.getByRole('button', { name: '确认并签署' }).click();
    await due.locator('tr', { hasText: 's-c1' }).locator('.tag', { hasText: '已遗失' }).waitFor();
  });
});
