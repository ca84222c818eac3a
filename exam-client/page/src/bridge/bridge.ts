import type { Composed, ItemResponse } from '@gongyuan/item-renderer';
import type { Facets, ItemAnswer } from './facets';
import { readComposed, readEvent, readGiven, readItem } from './facets';

/** CefMessageRouter's side of the bridge (seat-page.md 2.1). */
export interface SeatQuery {
  (query: { request: string; persistent: boolean; onSuccess(text: string): void; onFailure(code: number, text: string): void }): number;
}

declare global {
  interface Window {
    seatQuery?: SeatQuery;
    seatQueryCancel?: (id: number) => void;
  }
}

/** The seat refused, with the word of seat-page.md 2.4. */
export class Refused extends Error {
  constructor(
    readonly code: number,
    readonly word: string,
  ) {
    super(`refused: ${word}`);
  }
}

/** As JSON text in which halves of surrogate pairs are escaped: java-cef breaks a character like 𠮷 (seat-page.md 2.1). */
export function written(fields: Record<string, unknown>): string {
  return JSON.stringify(fields).replace(/[\ud800-\udfff]/g, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
}

/** What the page can ask of the seat (seat-page.md section 6). */
export class Bridge {
  private listening = 0;

  constructor(
    private readonly query: SeatQuery,
    private readonly put: (facets: Partial<Facets>, isFirst: boolean) => void,
    private readonly lost: (why: string) => void,
    private readonly later: (act: () => void, ms: number) => void = (act, ms) => setTimeout(act, ms),
  ) {}

  /** Listens, event by event, and listens anew whenever one is not what it should be (2.2, 10). */
  listen(): void {
    const mine = ++this.listening;
    let due = 1;
    const again = (why: string): void => {
      if (mine !== this.listening) return;
      this.lost(why);
      this.later(() => mine === this.listening && this.listen(), 500);
    };
    const wait = (request: string): void => {
      this.query({
        request,
        persistent: false,
        onSuccess: (json) => {
          if (mine !== this.listening) return;
          let read: Partial<Facets>;
          try {
            read = readEvent(json, due);
          } catch (wrong) {
            const what = wrong instanceof Error ? wrong.message : 'an event';
            void this.fault('event', what);
            again(what);
            return;
          }
          this.put(read, due === 1);
          wait(JSON.stringify({ ask: 'next', after: due }));
          due += 1;
        },
        onFailure: (_, word) => again(word),
      });
    };
    wait(JSON.stringify({ ask: 'listen', version: 1 }));
  }

  private ask(ask: string, fields: Record<string, unknown> = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      this.query({ request: written({ ask, ...fields }), persistent: false, onSuccess: resolve, onFailure: (code, word) => reject(new Refused(code, word)) });
    });
  }

  signIn(ticket: string, secret: string): Promise<unknown> {
    return this.ask('sign-in', { ticket, secret });
  }
  again(): Promise<unknown> {
    return this.ask('again');
  }
  confirm(): Promise<unknown> {
    return this.ask('confirm');
  }
  notMe(): Promise<unknown> {
    return this.ask('not-me');
  }
  face(agreed: boolean): Promise<unknown> {
    return this.ask('face', { agreed });
  }
  pictures(agreed: boolean): Promise<unknown> {
    return this.ask('pictures', { agreed });
  }
  checked(): Promise<unknown> {
    return this.ask('checked');
  }
  watch(on: boolean): Promise<unknown> {
    return this.ask('watch', { on });
  }
  pledge(): Promise<unknown> {
    return this.ask('pledge');
  }
  tried(): Promise<unknown> {
    return this.ask('tried');
  }
  async item(place: number): Promise<ItemAnswer> {
    return readItem(await this.ask('item', { place }));
  }
  async give(place: number, response: ItemResponse): Promise<number> {
    return readGiven(await this.ask('give', { place, response }));
  }
  keep(scene: object): Promise<unknown> {
    return this.ask('keep', { scene });
  }
  seen(number: number): Promise<unknown> {
    return this.ask('seen', { number });
  }
  raiseHand(on: boolean): Promise<unknown> {
    return this.ask('raise-hand', { on });
  }
  handIn(): Promise<unknown> {
    return this.ask('hand-in');
  }
  finish(): Promise<unknown> {
    return this.ask('finish');
  }
  composeBegin(method: string): Promise<unknown> {
    return this.ask('compose-begin', { method });
  }
  async compose(key: string, shift: boolean): Promise<Composed> {
    return readComposed(await this.ask('compose', { key, shift }));
  }
  composeEnd(): Promise<unknown> {
    return this.ask('compose-end');
  }
  alive(): Promise<unknown> {
    return this.ask('alive');
  }
  /** Tells of a fault of the page; never fails itself. */
  async fault(kind: string, detail: string): Promise<void> {
    await this.ask('fault', { kind: kind.slice(0, 40), detail: detail.slice(0, 500) }).catch(() => undefined);
  }
  blocked(what: string): Promise<unknown> {
    return this.ask('blocked', { what: what.slice(0, 40) });
  }
}
