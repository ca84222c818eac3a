import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Window as Site } from './site';
import { administrator, person, site } from './site';

let cao: Site;
let text = '';
beforeAll(async () => {
  const zhao = await administrator();
  cao = await person(zhao, 'cao.jing', '曹静', 'audit-administrator');
  await zhao.close();
});
afterAll(async () => {
  await cao.close();
});

const go = (path: string): Promise<unknown> => cao.page.goto(`${site.origin}/console${path}`);

async function check(export_: string, keys: string): Promise<void> {
  await cao.page.locator('#export-file').setInputFiles({ name: 'export.txt', mimeType: 'text/plain', buffer: Buffer.from(export_) });
  await cao.page.locator('#trusted').fill(keys);
  await cao.page.getByRole('button', { name: '核验', exact: true }).click();
}

describe('The audit', () => {
  it('finds what was done and what was refused', async () => {
    await cao.page.locator('nav.rooms a', { hasText: '审计' }).click();
    await cao.page.locator('#audit-person').fill('zhao');
    await cao.page.getByRole('button', { name: '查询', exact: true }).click();
    await cao.page.locator('table.list td', { hasText: 'invitePerson' }).first().waitFor();
    await cao.isAccessible('audit');
    await cao.page.locator('#audit-what').fill('nothing-of-the-kind');
    await cao.page.getByRole('button', { name: '查询', exact: true }).click();
    await cao.page.locator('[role=status]', { hasText: '没有符合条件的记录' }).waitFor();
  });

  it('replays a person’s day in the order it happened', async () => {
    await go('/audit/replay');
    await cao.page.locator('#whose').fill('cao.jing');
    await cao.page.getByRole('button', { name: '开始重放' }).click();
    await cao.page.locator('ol li').first().waitFor();
    const times = await cao.page.locator('ol time').evaluateAll((list) => list.map((one) => one.getAttribute('datetime') ?? ''));
    expect(times.length).toBeGreaterThan(1);
    expect([...times].sort()).toEqual(times);
    await cao.page.waitForFunction(() => {
      const chart = document.querySelector<HTMLCanvasElement>('canvas[role=img]');
      return chart !== null && chart.width > 0 && chart.getContext('2d')!.getImageData(0, 0, chart.width, chart.height).data.some((value) => value > 0);
    });
    const hour = cao.page.locator('.hours table tbody tr').first();
    const counted = await hour.locator('td.number').allTextContents();
    expect(counted.reduce((sum, one) => sum + Number(one), 0)).toBeGreaterThan(0);
    expect(counted.length).toBe(2);
    await cao.isAccessible('replay');
    await hour.locator('a').focus();
    await cao.page.keyboard.press('Enter');
    expect(await cao.page.evaluate(() => document.activeElement?.id)).toBe('entry-0');
  });

  it('is exported with proofs', async () => {
    await go('/audit');
    await cao.page.locator('#audit-person').fill('zhao');
    await cao.page.getByRole('button', { name: '导出', exact: true }).click();
    await cao.page.locator('#export-reason').fill('年度审计');
    const download = cao.page.waitForEvent('download');
    await cao.page.getByRole('button', { name: '下载文件' }).click();
    text = readFileSync(await (await download).path(), 'utf8');
    expect(text.startsWith('gongyuan-audit-export/1\nby cao.jing\n')).toBe(true);
  });

  it('is checked in the browser under a key the auditor trusts', async () => {
    await go('/audit/check');
    await check(text, site.logKey);
    await cao.page.locator('.note.good', { hasText: '全部核验通过' }).waitFor();
    await cao.isAccessible('check');
  });

  it('refuses a changed entry, a file cut short, and a key nobody signed with', async () => {
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.startsWith('entry '));
    const [word, log, index, leaf, proof] = lines[at]!.split(' ') as [string, string, string, string, string];
    const changed = [...lines];
    changed[at] = [word, log, index, (leaf.startsWith('A') ? 'B' : 'A') + leaf.slice(1), proof].join(' ');
    await check(changed.join('\n'), site.logKey);
    await cao.page.locator('.note.bad li', { hasText: '包含性证明不成立' }).waitFor();
    await check(lines.slice(0, -2).join('\n'), site.logKey);
    await cao.page.locator('.note.bad li', { hasText: '没有结尾' }).waitFor();
    await check(text, 'test/staff-log/node-1+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
    await cao.page.locator('.note.bad li', { hasText: '没有由您信任的密钥' }).waitFor();
    await check('no export', site.logKey);
    await cao.page.locator('.note.bad li', { hasText: '这不是审计导出文件' }).waitFor();
  });
});
