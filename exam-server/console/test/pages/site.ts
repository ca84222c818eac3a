import axe from 'axe-core';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { expect } from 'vitest';

/** What ConsoleSite.java tells of the node it started. */
export interface Site {
  /** The staff port as browsers see it. */
  origin: string;
  /** SHA-256 of its certificate's key and the identity provider's: the browser trusts them as it would real ones, or there were no passkeys. */
  spki: string;
  /** The invitation of the first security administrator, `zhao`. */
  invitation: string;
  /** The invitation of the second one, `he.fang`. */
  second: string;
  /** A sitting that is open. */
  sitting: string;
  manage: string;
  public: string;
  /** Where the node keeps everything. */
  folder: string;
  /** The verifier key of its staff log. */
  logKey: string;
}

const told = process.env['GONGYUAN_CONSOLE'];
if (told === undefined) throw new Error('GONGYUAN_CONSOLE is not set: run ConsoleInBrowserTest of the server');
export const site = JSON.parse(told) as Site;

const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;
const LANGUAGES = ['zh-CN', 'en'] as const;
const THEMES = ['light', 'dark'] as const;
const EVERYTHING = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const CONTRAST = ['color-contrast'];

/** What axe looks at in each look of a screen, and what it leaves out there; in the last it has nothing left to look at. */
const LOOKS: readonly { language: (typeof LANGUAGES)[number]; theme: (typeof THEMES)[number]; only?: string[]; not: string[] }[] = [
  { language: 'zh-CN', theme: 'light', only: EVERYTHING, not: [] },
  { language: 'zh-CN', theme: 'dark', only: CONTRAST, not: [] },
  { language: 'en', theme: 'light', only: EVERYTHING, not: CONTRAST },
  { language: 'en', theme: 'dark', not: [] },
];

/** Pictures cost more than all else a look does: they are made when somebody will look at them. */
const PICTURES = process.env['GONGYUAN_PICTURES'] === 'on';

/** More than any page has of controls. */
const MOST_TABS = 100;

interface Credential {
  credentialId: string;
  isResidentCredential: boolean;
  rpId?: string;
  privateKey: string;
  userHandle?: string;
  signCount: number;
}

// Passkeys and the browser outlive one file of tests, passkeys even one run: all of them drive the same node.
const DEVICE = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } as const;
const PASSKEYS = `${site.folder}/passkeys.json`;
const kept = globalThis as unknown as { gongyuanPasskeys?: Map<string, Credential[]>; gongyuanBrowser?: Promise<Browser>; gongyuanSecond?: Promise<Window>; gongyuanCable?: Promise<Cable> };
const passkeys = (kept.gongyuanPasskeys ??= new Map(existsSync(PASSKEYS) ? (JSON.parse(readFileSync(PASSKEYS, 'utf8')) as [string, Credential[]][]) : []));

/** Debian's Chromium, without its sandbox only where we are root; one for all files. */
export function browser(): Promise<Browser> {
  return (kept.gongyuanBrowser ??= chromium.launch({
    executablePath: process.env['GONGYUAN_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--lang=zh-CN', '--font-render-hinting=none', `--ignore-certificate-errors-spki-list=${site.spki}`],
  }));
}

/** The way from one browser to the node, which a test can cut as a pulled plug would. */
export class Cable {
  readonly #ends = new Set<Duplex>();
  #isCut = false;

  private constructor(readonly proxy: { server: string; bypass: string }) {}

  static async laid(): Promise<Cable> {
    const server = createServer();
    await new Promise<void>((then) => server.listen(0, '127.0.0.1', then));
    server.unref();
    const cable = new Cable({ server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bypass: '<-loopback>' });
    server.on('connect', (request, near, head) => cable.#join(request.url ?? '', near, head));
    return cable;
  }

  /** Ends every connection and lets none through. */
  cut(): void {
    this.#isCut = true;
    for (const end of this.#ends) end.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  #join(where: string, near: Duplex, head: Buffer): void {
    const [host, port] = where.split(':') as [string, string];
    const far = connect(Number(port), host === 'localhost' ? '127.0.0.1' : host);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      this.#ends.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#ends.delete(one);
        other.destroy();
      });
    }
    if (this.#isCut) {
      near.destroy();
      return;
    }
    far.on('connect', () => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.write(head);
      near.pipe(far).pipe(near);
    });
  }
}

/** A window with a device for passkeys. */
export class Window {
  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly devices: CDPSession,
    private authenticator: string,
    /** What went wrong in the page: errors, and everything the policy refused. */
    readonly problems: string[],
  ) {}

  /** Opens a window; with the passkeys of a person, if he has any. */
  static async open(person?: string, path = '/console/', cable?: Cable): Promise<Window> {
    const context = await (await browser()).newContext({ viewport: SIZES[0], reducedMotion: 'reduce', colorScheme: 'light', locale: 'zh-CN', timezoneId: 'Asia/Shanghai', acceptDownloads: true, ...(cable === undefined ? {} : { proxy: cable.proxy }) });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      // A refusal of the node is no fault of the page; tests look at what the page says about it.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) problems.push(message.text());
    });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));
    });
    const devices = await context.newCDPSession(page);
    await devices.send('WebAuthn.enable');
    const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', { options: DEVICE });
    for (const credential of passkeys.get(person ?? '') ?? []) {
      // A counter that never goes back, whichever window it was used in before.
      await devices.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount: Math.floor(Date.now() / 1000) } });
    }
    await page.goto(site.origin + path);
    return new Window(context, page, devices, authenticatorId, problems);
  }

  /** Lets the device refuse, or answer again. */
  async deviceVerifies(does: boolean): Promise<void> {
    await this.devices.send('WebAuthn.setUserVerified', { authenticatorId: this.authenticator, isUserVerified: does });
  }

  /** Lays the device aside and takes a new one in hand. */
  async takeAnotherDevice(): Promise<void> {
    await this.devices.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.authenticator });
    this.authenticator = (await this.devices.send('WebAuthn.addVirtualAuthenticator', { options: DEVICE })).authenticatorId;
  }

  /** Keeps the passkeys of the device for a person's later windows. */
  async keepPasskeys(person: string): Promise<void> {
    const { credentials } = await this.devices.send('WebAuthn.getCredentials', { authenticatorId: this.authenticator });
    passkeys.set(person, credentials as Credential[]);
    writeFileSync(PASSKEYS, JSON.stringify([...passkeys]));
  }

  /** Redeems an invitation with a passkey of this window's device, through the page. */
  async join(person: string, invitation: string): Promise<void> {
    if (new URL(this.page.url()).pathname !== '/console/join') await this.page.goto(`${site.origin}/console/join`);
    await this.page.locator('#invitation').fill(invitation);
    await this.page.locator('form button[type=submit]').click();
    await this.page.locator('.ways + button').click();
    await this.page.locator('.note.good').waitFor();
    await this.keepPasskeys(person);
  }

  /** Signs in with the passkey, through the page, and waits for the frame. */
  async signIn(): Promise<void> {
    if (new URL(this.page.url()).pathname === '/console/join') await this.page.getByRole('link', { name: '前往登录' }).click();
    else if (new URL(this.page.url()).pathname !== '/console/today') await this.page.goto(`${site.origin}/console/today`);
    await this.page.locator('.way-in .el-button--primary').first().click();
    await this.page.locator('nav.rooms').waitFor();
  }

  /** A second window beside this one, with the same sign-in; the caller closes its context. */
  async beside(path: string): Promise<Page> {
    const context = await (await browser()).newContext({ viewport: SIZES[0], reducedMotion: 'reduce', locale: 'zh-CN' });
    await context.addCookies(await this.context.cookies());
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(site.origin + path);
    await page.locator('.line', { hasText: '实时' }).waitFor();
    return page;
  }

  /** Goes to a control by the keyboard alone. */
  async tabTo(selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    for (let pressed = 0; pressed < MOST_TABS; pressed++) {
      if (await this.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
      await this.page.keyboard.press(key);
    }
    throw new Error(`${key} does not come to ${selector}`);
  }

  /** Chooses in a select of the page by the keyboard alone, from where it stands. */
  async selectByKeys(field: string, option: string): Promise<void> {
    await this.tabTo(field);
    await this.page.keyboard.press('ArrowDown');
    await this.page.locator('.el-select-dropdown__item:visible', { hasText: option }).first().waitFor();
    for (let pressed = 0; pressed < MOST_TABS; pressed++) {
      if ((await this.page.locator('.el-select-dropdown__item.is-hovering:visible', { hasText: option }).count()) > 0) break;
      await this.page.keyboard.press('ArrowDown');
    }
    await this.page.keyboard.press('Enter');
    await this.page.locator('.el-select', { has: this.page.locator(field) }).getByText(option).waitFor();
  }

  /** Asks the node as the page would; for what a test needs and does not test. */
  async ask(method: string, path: string, body?: unknown): Promise<{ status: number; json: any }> {
    return this.page.evaluate(
      async ([verb, address, sent]) => {
        const response = await fetch(address as string, {
          method: verb as string,
          headers: { 'Gongyuan-Staff': '1', ...(sent === undefined ? {} : { 'Content-Type': 'application/json' }) },
          ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
        });
        const text = await response.text();
        return { status: response.status, json: text === '' ? null : JSON.parse(text) };
      },
      [method, path, body] as const,
    );
  }

  /** The answer of this window's device to a challenge. */
  async assertion(challenge: string): Promise<object> {
    return this.page.evaluate(async (asked) => {
      const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
      const text = (buffer: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
      const credential = (await navigator.credentials.get({ publicKey: { challenge: bytes(asked), rpId: location.hostname, userVerification: 'required' } })) as PublicKeyCredential;
      const response = credential.response as AuthenticatorAssertionResponse;
      return { credential: text(credential.rawId), authenticator: text(response.authenticatorData), client: text(response.clientDataJSON), signature: text(response.signature) };
    }, challenge);
  }

  /** Sets language and light without touching the page: a dialog stays open. */
  async set(language: (typeof LANGUAGES)[number], theme: (typeof THEMES)[number]): Promise<void> {
    await this.page.evaluate(
      ([said, lit]) => {
        dispatchEvent(new StorageEvent('storage', { key: 'gongyuan.language', newValue: said }));
        dispatchEvent(new StorageEvent('storage', { key: 'gongyuan.theme', newValue: lit }));
      },
      [language, theme] as const,
    );
  }

  /**
   * The screen as it is now is free of what axe finds against WCAG 2.2 AA and does not scroll sideways, in both languages and
   * both lights. With `GONGYUAN_PICTURES=on` every look of it – both sizes too – is kept in target/screenshots.
   *
   * Axe looks at everything once. In the dark only colours are others, so it looks at contrast alone; in English only words
   * are others, so it looks at everything but contrast. Both sizes have the same layout (`src/layout`: it changes at 56rem),
   * and what fits the smaller fits the larger: the larger is for the eye.
   */
  async isAccessible(name: string): Promise<void> {
    for (const { language, theme, only, not } of LOOKS) {
      if (only === undefined && !PICTURES) continue;
      await this.set(language, theme);
      await this.page.locator('h1').first().waitFor();
      for (const size of PICTURES ? SIZES : SIZES.slice(0, 1)) {
        if (PICTURES) await this.page.setViewportSize(size);
        await this.page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'));
        const look = `${name} ${language} ${theme} ${size.width}`;
        if (size === SIZES[0] && only !== undefined) expect(await this.#found(only, not), look).toEqual([]);
        expect(await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${look} scrolls sideways`).toBeLessThanOrEqual(0);
        if (PICTURES) await this.#keep(`${name}-${language}-${theme}-${size.width}`);
      }
    }
    await this.set('zh-CN', 'light');
    if (PICTURES) await this.page.setViewportSize(SIZES[0]);
  }

  /** Keeps how the page is printed, when pictures are asked for. */
  async keepPrinted(name: string): Promise<void> {
    if (!PICTURES) return;
    for (const language of LANGUAGES) {
      await this.set(language, 'dark');
      await this.page.emulateMedia({ media: 'print' });
      await this.page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'));
      await this.#keep(`${name}-print-${language}`);
      await this.page.emulateMedia({ media: 'screen' });
    }
    await this.set('zh-CN', 'light');
  }

  /** Keeps what is seen as a picture: the whole page, of an open dialog what surrounds it. */
  async #keep(name: string): Promise<void> {
    mkdirSync('target/screenshots', { recursive: true });
    const isDialog = (await this.page.locator('.el-dialog:visible').count()) > 0;
    await this.page.screenshot({ fullPage: !isDialog, path: `target/screenshots/${name}.png` });
  }

  /** What axe finds on the screen by these rules; its source is brought to a page once. */
  async #found(rules: string[], not: string[]): Promise<string[]> {
    if (!(await this.page.evaluate(() => 'axe' in window))) await this.page.evaluate(axe.source);
    return this.page.evaluate(
      async ([only, without]) => {
        const off = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
        const result = await (window as unknown as { axe: typeof axe }).axe.run(document, { runOnly: only, rules: off, resultTypes: ['violations'] });
        return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`);
      },
      [rules, not] as const,
    );
  }

  /** Ends the window; nothing may have gone wrong in it. */
  async close(): Promise<void> {
    const problems = [...this.problems];
    await this.context.close();
    expect(problems).toEqual([]);
  }
}

/** The first security administrator, signed in. */
export async function administrator(): Promise<Window> {
  const window = await Window.open('zhao');
  if (!passkeys.has('zhao')) await window.join('zhao', site.invitation);
  await window.signIn();
  return window;
}

/** What the second administrator's browser hangs on. */
export const cable = (): Promise<Cable> => (kept.gongyuanCable ??= Cable.laid());

/** The second one, who stays signed in: he approves what the first proposes. */
export function secondAdministrator(): Promise<Window> {
  return (kept.gongyuanSecond ??= (async () => {
    const window = await Window.open('he.fang', '/console/', await cable());
    if (!passkeys.has('he.fang')) await window.join('he.fang', site.second);
    await window.signIn();
    return window;
  })());
}

/** Has an act proposed and approved by two with their passkeys, without the pages; for what a test needs and does not test. */
export async function decided(proposer: Window, approver: Window, draft: object): Promise<string> {
  const drafted = await proposer.ask('POST', '/staff/acts/draft', { reason: 'roster of staff 2026-3', ...draft });
  expect(drafted.status, JSON.stringify(drafted.json)).toBe(200);
  const proposed = await proposer.ask('POST', '/staff/acts', { act: drafted.json.act, proof: { assertion: await proposer.assertion(drafted.json.challenge) } });
  expect(proposed.status, JSON.stringify(proposed.json)).toBe(201);
  const done = await approver.ask('POST', `/staff/acts/${proposed.json.id}/approval`, { proof: { assertion: await approver.assertion(proposed.json.challenge) } });
  expect(done.json?.done, JSON.stringify(done.json)).toBe(true);
  return proposed.json.id as string;
}

/** Invites a person with duties (`centre-head`, or `proctor@room:C1/R1`), and signs him in. `by` is the first administrator. */
export async function person(by: Window, id: string, name: string, ...duties: string[]): Promise<Window> {
  if (!passkeys.has(id)) {
    const invited = await by.ask('POST', '/staff/people', { person: id, name });
    expect(invited.status, JSON.stringify(invited.json)).toBe(201);
    const window = await Window.open(undefined, '/console/join');
    await window.join(id, invited.json.code as string);
    for (const one of duties) {
      const [duty, area = 'all'] = one.split('@');
      const from = new Date(Date.now() - 60_000).toISOString();
      const until = new Date(Date.now() + 30 * 86_400_000).toISOString();
      await decided(by, await secondAdministrator(), { kind: 'grant-duty', person: id, duty, area, from, until });
    }
    await window.signIn();
    return window;
  }
  const window = await Window.open(id);
  await window.signIn();
  return window;
}
