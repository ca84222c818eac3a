import { afterEach, describe, expect, it, vi } from 'vitest';
import { addressOf, ask, whenSignInIsLost } from '../../src/contract/client';
import { Refusal } from '../../src/contract/refusal';

const asked: { url: string; init: RequestInit }[] = [];

function answering(status: number, body: string, headers: Record<string, string> = {}): void {
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, init });
    return new Response(status === 204 ? null : body, { status, headers: { 'Content-Type': 'application/problem+json', ...headers } });
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
  asked.length = 0;
});

describe('Asking the node', () => {
  it('carries the header of pages of this origin wherever something changes, and never a sign-in of its own', async () => {
    answering(204, '');
    await ask('takeDutyBack', { parameters: { person: 'li' }, body: { duty: 'proctor', area: 'all' } });
    expect(asked[0]!.url).toBe('/staff/people/li/duties/removal');
    expect(asked[0]!.init.headers).toEqual({ 'Gongyuan-Staff': '1', 'Content-Type': 'application/json' });
    expect(asked[0]!.init.credentials).toBe('same-origin');
    expect(asked[0]!.init.redirect).toBe('error');
  });

  it('keeps what is given inside its place in the address', () => {
    expect(addressOf('readPerson', { person: '../audit?x=1' })).toBe('/staff/people/..%2Faudit%3Fx%3D1');
    expect(addressOf('searchAudit', { person: 'li&most=200', what: undefined, most: 5 })).toBe('/staff/audit?person=li%26most%3D200&most=5');
    expect(() => addressOf('readPerson', {})).toThrow('needs more parameters');
  });

  it('tells a refusal by its word', async () => {
    answering(409, JSON.stringify({ type: 'urn:gongyuan:problem:refused', title: 'refused', status: 409, detail: 'nobody ends his own account' }));
    const refusal = await ask('endAccount', { parameters: { person: 'li' }, body: { reason: 'left' } }).catch((thrown: unknown) => thrown);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ word: 'refused', status: 409, detail: 'nobody ends his own account' });
  });

  it('says how long to wait when it asked too often', async () => {
    answering(429, '', { 'Retry-After': '17' });
    await expect(ask('readMe')).rejects.toMatchObject({ word: 'too-often', wait: 17 });
  });

  it('tells an unreachable node from a refusal', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('network')));
    await expect(ask('readMe')).rejects.toMatchObject({ word: 'unreachable', status: 0 });
  });

  it('notices the end of the sign-in', async () => {
    let lost = 0;
    whenSignInIsLost(() => lost++);
    answering(401, JSON.stringify({ type: 'urn:gongyuan:problem:not-signed-in', title: 'not-signed-in', status: 401 }));
    await expect(ask('readWaiting')).rejects.toMatchObject({ word: 'not-signed-in' });
    expect(lost).toBe(1);
  });
});

describe('A file on its way', () => {
  class Sent {
    static last: Sent;
    readonly upload: { onprogress?: (event: { lengthComputable: boolean; loaded: number; total: number }) => void } = {};
    readonly headers: Record<string, string> = {};
    status = 0;
    response: ArrayBuffer | null = null;
    method = '';
    onload?: () => void;
    onerror?: () => void;
    constructor() {
      Sent.last = this;
    }
    open(method: string, address: string): void {
      this.method = `${method} ${address}`;
    }
    setRequestHeader(name: string, value: string): void {
      this.headers[name] = value;
    }
    getAllResponseHeaders(): string {
      return 'content-type: application/problem+json\r\nretry-after: 9\r\n';
    }
    send(): void {}
  }

  it('tells how far it is, and its refusal like any other', async () => {
    vi.stubGlobal('XMLHttpRequest', Sent);
    const parts: number[] = [];
    const refused = ask('bringForm', { parameters: { form: 'a'.repeat(64) }, body: new Blob(['sealed']), progress: (part) => parts.push(part) }).catch((thrown: unknown) => thrown);
    const sent = Sent.last;
    expect(sent.method).toBe(`PUT /staff/forms/${'a'.repeat(64)}/file`);
    expect(sent.headers['Gongyuan-Staff']).toBe('1');
    sent.upload.onprogress!({ lengthComputable: true, loaded: 3, total: 6 });
    sent.upload.onprogress!({ lengthComputable: true, loaded: 6, total: 6 });
    sent.status = 429;
    sent.response = new TextEncoder().encode('{"title":"too-many"}').buffer;
    sent.onload!();
    expect(await refused).toMatchObject({ word: 'too-many', status: 429, wait: 9 });
    expect(parts).toEqual([0.5, 1]);
  });

  it('tells an unreachable node', async () => {
    vi.stubGlobal('XMLHttpRequest', Sent);
    const refused = ask('bringForm', { parameters: { form: 'a'.repeat(64) }, body: new Blob(['sealed']), progress: () => undefined }).catch((thrown: unknown) => thrown);
    Sent.last.onerror!();
    expect(await refused).toMatchObject({ word: 'unreachable', status: 0 });
  });
});
