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
});
