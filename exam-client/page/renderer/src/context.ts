import type { Language, WordKey } from './words';
import { words } from './words';

/** What was given to one response variable; `null` is nothing. */
export type Tokens = string[] | null;

/** What was given to an item: each response variable once (seat-page.md 7.3). */
export type ItemResponse = [string, Tokens][];

/** A response variable of an item: its shape, never its value. */
export interface Declaration {
  readonly identifier: string;
  readonly cardinality: 'single' | 'multiple' | 'ordered' | 'record';
  readonly baseType: string;
}

/** What the renderer asks of whoever shows it. */
export interface Host {
  /** A response changed. `typing` tells that more is likely to come at once. */
  changed(typing: boolean): void;
  /** Words for a live region. */
  say(text: string): void;
  /** Something in the item cannot be shown; never content. */
  fault(kind: string, detail: string): void;
  /** Options struck out changed. */
  struck?(): void;
}

/** One interaction on the screen. */
export interface Control {
  readonly element: HTMLElement;
  tokens(): Tokens;
  show(tokens: Tokens): void;
}

/** Everything an interaction needs of the item around it. */
export interface Context {
  readonly prefix: string;
  readonly declaration: Declaration;
  readonly order: Readonly<Record<string, readonly string[]>>;
  readonly host: Host;
  readonly struck: Struck;
  /** The file an address of the item leads to, or null. */
  file(path: string): string | null;
  /** Builds content of the item. */
  content(from: Element, into: Element): void;
  /** Words of the renderer, in the language shown now. */
  say(key: WordKey, ...values: (string | number)[]): string;
  /** Runs now and whenever the language changes. */
  label(act: (say: (key: WordKey, ...values: (string | number)[]) => string) => void): void;
}

/** Options struck out, by response variable. They are a note of the candidate's, not a response. */
export class Struck {
  private readonly byResponse = new Map<string, Set<string>>();

  constructor(from: Readonly<Record<string, readonly string[]>> = {}) {
    for (const [response, identifiers] of Object.entries(from)) this.byResponse.set(response, new Set(identifiers));
  }

  has(response: string, identifier: string): boolean {
    return this.byResponse.get(response)?.has(identifier) ?? false;
  }

  set(response: string, identifier: string, on: boolean): void {
    const set = this.byResponse.get(response) ?? new Set<string>();
    if (on) set.add(identifier);
    else set.delete(identifier);
    this.byResponse.set(response, set);
  }

  toJSON(): Record<string, string[]> {
    const all: Record<string, string[]> = {};
    for (const [response, set] of this.byResponse) if (set.size > 0) all[response] = [...set];
    return all;
  }
}

/** Labels that follow the language. */
export class Labels {
  private readonly acts: ((say: (key: WordKey, ...values: (string | number)[]) => string) => void)[] = [];

  constructor(private language: Language) {}

  add(act: (say: (key: WordKey, ...values: (string | number)[]) => string) => void): void {
    this.acts.push(act);
    act(this.say);
  }

  /** Says everything again, in this language. */
  speak(language: Language): void {
    this.language = language;
    for (const act of this.acts) act(this.say);
  }

  readonly say = (key: WordKey, ...values: (string | number)[]): string => words(this.language, key, ...values);
}

/** The text of an element as a candidate reads it in the language shown. */
export function textOf(element: Element): string {
  let text = '';
  const walk = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE) text += node.textContent ?? '';
    else if (node instanceof Element && !isOtherLanguage(node)) {
      if (node.localName === 'img') text += node.getAttribute('alt') ?? '';
      else node.childNodes.forEach(walk);
    }
  };
  walk(element);
  return text.replace(/\s+/g, ' ').trim();
}

function isOtherLanguage(element: Element): boolean {
  const shown = element.closest<HTMLElement>('[data-parallel="true"][data-shown]')?.dataset['shown'];
  return (
    (shown === 'zh' && element.classList.contains('parallel-en')) ||
    (shown === 'en' && element.classList.contains('parallel-zh'))
  );
}
