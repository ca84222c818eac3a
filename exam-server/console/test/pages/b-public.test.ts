import { describe, expect, it } from 'vitest';
import { site, Window } from './site';

describe('The public page', () => {
  it('tells everybody the same before publication', async () => {
    const window = await Window.open(undefined, '/console/join');
    await window.page.goto(`${site.public}/`);
    await window.page.locator('#sitting').fill(site.sitting);
    await window.page.locator('#ticket').fill('t-1');
    await window.page.locator('#secret').fill('secret-1');
    await window.page.getByRole('button', { name: '查询' }).click();
    await window.page.locator('.note', { hasText: '尚未公布' }).waitFor();
    await window.isAccessible('public');
    await window.page.locator('#receipt').fill('no receipt');
    await window.page.getByRole('button', { name: '核验' }).click();
    await window.page.locator('.note', { hasText: '尚未公布' }).waitFor();
    expect(window.page.url()).toBe(`${site.public}/console/`);
    await window.close();
  });

  it('shows and prints a result, and says of a receipt how it was closed', async () => {
    const window = await Window.open(undefined, '/console/join');
    await window.page.goto(`${site.public}/`);
    // The node's own answers are tested beside it (publication.md 2.3, 3.1); here it is how the page shows them.
    await window.page.route('**/public/results', (route) => route.fulfill({ json: { state: 'published', result: { outcome: 'level', level: '初级', points: '83.5', maximum: '100', session: '0123456789abcdef0123456789abcdef' } } }));
    await window.page.route('**/public/receipts', (route) => route.fulfill({ json: { state: 'published', inRecord: true, session: '0123456789abcdef0123456789abcdef', closed: 'expired', points: '83.5', level: '初级' } }));
    await window.page.locator('#sitting').fill(site.sitting);
    await window.page.locator('#ticket').fill('20260001');
    await window.page.locator('#secret').fill('A7K2-9QXM');
    await window.page.getByRole('button', { name: '查询' }).click();
    await window.page.locator('dd', { hasText: '83.5 分（满分 100 分）' }).waitFor();
    await window.keepPrinted('public-result');
    await window.page.locator('#receipt').fill('a receipt');
    await window.page.getByRole('button', { name: '核验' }).click();
    await window.page.locator('dd', { hasText: '到时自动收卷' }).waitFor();
    await window.isAccessible('public-answers');
    // Once the time of keeping is over (publication.md 2.6) a receipt still holds, and there is no result any more.
    await window.page.route('**/public/results', (route) => route.fulfill({ json: { state: 'ended' } }));
    await window.page.route('**/public/receipts', (route) => route.fulfill({ json: { state: 'ended', inRecord: true, session: '0123456789abcdef0123456789abcdef', closed: 'submitted' } }));
    await window.page.getByRole('button', { name: '查询' }).click();
    await window.page.locator('.note', { hasText: '不能再查询' }).waitFor();
    await window.isAccessible('public-ended');
    await window.page.getByRole('button', { name: '核验' }).click();
    await window.page.locator('.note', { hasText: '不再显示分数' }).waitFor();
    expect(await window.page.locator('.note.good', { hasText: '回执真实' }).count()).toBe(1);
    await window.close();
  });
});
