import { copyFileSync, mkdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { administrator, person, site, Window } from '../../../test/pages/site';

let zhao: Window;
let chen: Window;
let wu: Window;
afterAll(async () => {
  for (const window of [chen, wu, zhao]) await window?.close();
});

const HEADER = '准考证号,姓名,口令,座位,加时分钟';

/** The second person looks at an act and approves it with his own device. */
async function approve(window: Window, id: string): Promise<{ done: boolean; told: string }> {
  const act = (await window.ask('GET', `/staff/acts/${id}`)).json;
  const assertion = await window.page.evaluate(async (challenge: string) => {
    const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
    const text = (given: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(given))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    const made = (await navigator.credentials.get({ publicKey: { challenge: bytes(challenge), userVerification: 'required' } })) as PublicKeyCredential;
    const answer = made.response as AuthenticatorAssertionResponse;
    return { credential: text(made.rawId), authenticator: text(answer.authenticatorData), client: text(answer.clientDataJSON), signature: text(answer.signature) };
  }, act.challenge as string);
  const approved = await window.ask('POST', `/staff/acts/${id}/approval`, { proof: { assertion } });
  expect(approved.status, JSON.stringify(approved.json)).toBe(200);
  return approved.json;
}

/** Fills the dialog of an act and proposes it; its id. */
async function propose(window: Window): Promise<string> {
  const dialog = window.page.locator('.el-dialog:visible');
  await dialog.locator('textarea').fill('按计划办理');
  const answered = window.page.waitForResponse((answer) => answer.url().endsWith('/staff/acts') && answer.request().method() === 'POST');
  await dialog.getByRole('button', { name: '确认并提出' }).click();
  const id = ((await (await answered).json()) as { id: string }).id;
  await dialog.locator('.note.good').waitFor();
  await dialog.locator('.el-dialog__footer').getByRole('button', { name: '关闭' }).click();
  await dialog.waitFor({ state: 'hidden' });
  return id;
}

describe('An examination in the console', () => {
  it('is planned with its centres, rooms and seats', async () => {
    zhao = await administrator();
    chen = await person(zhao, 'chen-ex', '陈静', 'exam-officer');
    wu = await person(zhao, 'wu-ex', '吴涛', 'exam-officer');
    await chen.page.goto(`${site.origin}/console/exams`);
    await chen.page.locator('#exam-name').fill('console-2026');
    await chen.page.locator('#exam-title').fill('汽车工程技术人员（初级）2026 年秋季');
    await chen.page.getByRole('button', { name: '建立' }).click();
    await chen.page.locator('h1', { hasText: '汽车工程技术人员' }).waitFor();
    await chen.page.getByRole('link', { name: '考点、考场与座位' }).click();
    await chen.page.locator('#centre-code').fill('C1');
    await chen.page.locator('#centre-name').fill('北京第一考点');
    await chen.page.locator('#room-code').fill('R1');
    await chen.page.getByRole('button', { name: '添加考场' }).click();
    await chen.page.getByLabel('座位 C1/R1/30：启用，尚无证书').waitFor();
    await chen.isAccessible('exams-centres');
  });

  it('has its seats taken out of use and back by the keyboard alone', async () => {
    const at = (): Promise<string> => chen.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    await chen.tabTo('.seat', 'Shift+Tab');
    expect(await at()).toContain('C1/R1/1：');
    for (const [key, desk] of [['ArrowUp', 1], ['ArrowRight', 2], ['ArrowDown', 8], ['End', 12], ['Home', 7], ['ArrowLeft', 6], ['Control+End', 30]] as const) {
      await chen.page.keyboard.press(key);
      await expect.poll(at, { message: key }).toContain(`C1/R1/${desk}：`);
    }
    await chen.page.keyboard.press('Enter');
    await chen.page.getByLabel('座位 C1/R1/30：停用').waitFor();
    expect(await at(), 'it stays where it was').toBe('座位 C1/R1/30：停用');
    await chen.tabTo('#centre-code');
  });

  it('loses a centre only after it was said what goes with it, and gets it back', async () => {
    await chen.page.getByRole('button', { name: '移除该考点' }).click();
    const dialog = chen.page.locator('.el-dialog:visible');
    await dialog.locator('.note', { hasText: '1 个考场、29 个座位' }).waitFor();
    await chen.isAccessible('exams-remove-centre');
    await dialog.getByRole('button', { name: '移除考点', exact: true }).click();
    await chen.page.locator('.note', { hasText: '北京第一考点（C1）已移除' }).waitFor();
    expect(await chen.page.locator('.seats').count()).toBe(0);
    await chen.page.getByRole('button', { name: '撤销移除' }).click();
    await chen.page.getByLabel('座位 C1/R1/30：停用').waitFor();
    await chen.page.locator('#centre-code').fill('C1');
    await chen.page.locator('#room-code').fill('R1');
    await chen.page.locator('.note.careful', { hasText: '考场 C1/R1 已存在' }).waitFor();
  });

  it('is drafted, filled, frozen by two and opened by two', async () => {
    const inbox = `${site.folder}/data-node-1/inbox`;
    mkdirSync(inbox, { recursive: true });
    copyFileSync(`${site.folder}/form.sealed`, `${inbox}/${'a'.repeat(64)}`);
    const forms = (await chen.ask('GET', '/staff/forms-at-hand')).json.forms;
    copyFileSync(`${site.folder}/form.sealed`, `${inbox}/${forms[0].manifest}`);

    await chen.page.goto(`${site.origin}/console/exams/console-2026`);
    await chen.page.locator('#new-sitting').fill('console-2026-a');
    await chen.page.getByRole('button', { name: '起草' }).click();
    await chen.page.locator('h1', { hasText: 'console-2026-a' }).waitFor();
    await chen.selectByKeys('#preset', '随时可以交卷');
    await chen.selectByKeys('#form', 'auto-junior');
    await chen.page.getByRole('button', { name: '保存草案' }).click();
    await chen.page.getByText('已保存。').waitFor();
    await wu.page.goto(`${site.origin}/console/exams/console-2026/sittings/console-2026-a`);
    await wu.page.locator('.tag', { hasText: '草案' }).waitFor();

    const bad = `${HEADER}\n1001,张伟,A7K2-9QXM,C1/R1/1,\n1002,=cmd(),B7K2-9QXM,C1/R9/1,\n`;
    await chen.page.locator('#table').setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(bad) });
    await chen.page.getByRole('button', { name: '导入', exact: true }).click();
    await chen.page.locator('.note.bad', { hasText: '1 行不合格' }).waitFor();
    await chen.page.getByText('考点安排中没有这个座位').waitFor();
    await chen.isAccessible('exams-roster-report');
    const good = `${HEADER}\n1001,张伟,A7K2-9QXM,C1/R1/1,\n1002,李娜,B7K2-9QXM,C1/R1/2,15\n`;
    await chen.page.locator('#table').setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(good) });
    await chen.page.getByRole('button', { name: '导入', exact: true }).click();
    await chen.page.locator('.note.good', { hasText: '已导入 2 名考生，0 行未导入' }).waitFor();
    await wu.page.locator('.note', { hasText: 'chen-ex 于' }).waitFor();
    await chen.isAccessible('exams-sitting-draft');

    await chen.page.getByRole('button', { name: '提出冻结' }).click();
    expect((await approve(wu, await propose(chen))).done).toBe(true);
    await chen.page.getByRole('button', { name: '提出开启' }).click();
    const opened = await approve(wu, await propose(chen));
    expect(opened.done, opened.told).toBe(true);
    await chen.page.locator('.tag.good', { hasText: '已开启' }).waitFor();
    await chen.selectByKeys('#scope', '一个座位');
    const beyond = chen.page.getByRole('button', { name: '提出超限补时' });
    await chen.page.locator('#place').fill('C1/R1');
    expect(await beyond.isDisabled()).toBe(true);
    await chen.page.locator('#place').fill('C1/R1/2');
    await chen.isAccessible('exams-sitting-opened');
    await beyond.click();
    await chen.page.locator('.el-dialog:visible .note', { hasText: '范围 座位 C1/R1/2 内' }).waitFor();
    await chen.page.keyboard.press('Escape');
    const sittings = (await chen.ask('GET', '/staff/sittings')).json.sittings as { sitting: string; expected: number }[];
    expect(sittings.find((one) => one.sitting === 'console-2026-a')?.expected).toBe(2);
  });

  it('stands in the list with what is done and due', async () => {
    await chen.page.goto(`${site.origin}/console/exams`);
    await chen.page.locator('td', { hasText: 'console-2026' }).first().waitFor();
    await chen.isAccessible('exams-list');
    await chen.page.getByRole('link', { name: /汽车工程技术人员/ }).click();
    await chen.page.locator('.timeline').waitFor();
    await chen.isAccessible('exams-one');
    await chen.page.goto(`${site.origin}/console/today`);
    await chen.page.locator('li', { hasText: 'console-2026-a' }).locator('.tag.good', { hasText: '已开启' }).waitFor();
    await chen.isAccessible('today-officer');
  });

  it('shows the results on their way to who may publish them', async () => {
    const he = await person(zhao, 'he-ex', '何敏', 'scoring-officer');
    await he.page.goto(`${site.origin}/console/exams/publication/console-2026-a`);
    await he.page.getByText('没有已完成的评分').waitFor();
    await he.isAccessible('exams-publication');
    await he.close();
  });
});
