import { choice, hottext, identifierOf, inlineChoice } from './choice';
import type { Context, Control, Declaration, Host, ItemResponse, Tokens } from './context';
import { Labels, Struck } from './context';
import type { Surrounding } from './content';
import { buildContent, cannotShow, QTI } from './content';
import { h } from './dom';
import { graphicAssociate, graphicGapMatch, graphicOrder, hotspot, selectPoint, slider } from './graphic';
import { order } from './order';
import { associate, gapMatch, match } from './pairs';
import { scopedSheet } from './style';
import { extendedText, textEntry } from './text';
import type { Language } from './words';

export type { Host, ItemResponse, Tokens } from './context';
export type { Language } from './words';
export { textOf } from './context';
export type { Composed, Composer, Field, Shown } from './composing';
export { caretOf, Composing } from './composing';

/** An item as the seat hands it over (seat-page.md 7.1). */
export interface ItemSource {
  readonly xml: string;
  readonly order: Readonly<Record<string, readonly string[]>>;
  readonly files: Readonly<Record<string, string>>;
  readonly stimuli: readonly { readonly identifier: string; readonly xml: string; readonly files: Readonly<Record<string, string>> }[];
  readonly response: ItemResponse | null;
}

/** How an item is to be shown. */
export interface Showing {
  readonly language: Language;
  /** Both of parallel languages, not only the one chosen. */
  readonly both: boolean;
  /** Makes ids of this item its own. */
  readonly prefix: string;
  /** Options struck out before. */
  readonly struck: Readonly<Record<string, readonly string[]>>;
}

/** An XML text that is no item. */
export class NotAnItem extends Error {}

const INTERACTIONS: Record<string, (element: Element, context: Context) => Control> = {
  'qti-choice-interaction': choice,
  'qti-inline-choice-interaction': inlineChoice,
  'qti-text-entry-interaction': textEntry,
  'qti-extended-text-interaction': extendedText,
  'qti-match-interaction': match,
  'qti-order-interaction': order,
  'qti-hottext-interaction': hottext,
  'qti-gap-match-interaction': gapMatch,
  'qti-associate-interaction': associate,
  'qti-hotspot-interaction': hotspot,
  'qti-select-point-interaction': selectPoint,
  'qti-graphic-order-interaction': graphicOrder,
  'qti-graphic-associate-interaction': graphicAssociate,
  'qti-graphic-gap-match-interaction': graphicGapMatch,
  'qti-slider-interaction': slider,
};

/** A keyless item on the screen: its body, its material, and what was given. */
export class ItemView {
  /** What is asked. */
  readonly body: HTMLElement;
  /** Shared stimuli, or null. */
  readonly material: HTMLElement | null;
  /** Whether the item has a part in each of two languages. */
  readonly hasParallel: boolean;
  /** Whether this item forbids the calculator (7.6). */
  readonly forbidsCalculator: boolean;
  readonly struck: Struck;

  private readonly declarations = new Map<string, Declaration>();
  private readonly controls = new Map<string, Control>();
  private readonly labels: Labels;
  private readonly sheets: CSSStyleSheet[] = [];
  private isRemoved = false;

  constructor(
    private readonly source: ItemSource,
    private readonly host: Host,
    showing: Showing,
  ) {
    const root = parse(source.xml, 'qti-assessment-item');
    this.labels = new Labels(showing.language);
    this.struck = new Struck(showing.struck);
    for (const declaration of Array.from(root.children).filter((child) => child.localName === 'qti-response-declaration')) {
      const identifier = identifierOf(declaration);
      this.declarations.set(identifier, {
        identifier,
        cardinality: (declaration.getAttribute('cardinality') ?? 'single') as Declaration['cardinality'],
        baseType: declaration.getAttribute('base-type') ?? 'identifier',
      });
    }
    const from = Array.from(root.children).find((child) => child.localName === 'qti-item-body');
    if (!from) throw new NotAnItem('the item has no body');
    const stimuli = source.stimuli.map((stimulus) => ({ ...stimulus, root: parse(stimulus.xml, 'qti-assessment-stimulus') }));
    this.hasParallel = [root, ...stimuli.map((stimulus) => stimulus.root)].some(isParallel);
    this.forbidsCalculator = (from.getAttribute('class') ?? '').split(/\s+/).includes('gongyuan-calculator-none');
    const lang = root.getAttribute('xml:lang');
    this.body = h('div', { class: 'qti-body', lang: lang ?? null, 'data-scope': showing.prefix });
    buildContent(from, this.body, this.around(showing.prefix, source.files));
    this.material = stimuli.length === 0 ? null : h('div', { class: 'qti-body qti-material', 'data-scope': showing.prefix });
    stimuli.forEach((stimulus, index) => {
      const part = h('div', { class: 'qti-stimulus', lang: stimulus.root.getAttribute('xml:lang') });
      const content = Array.from(stimulus.root.children).find((child) => child.localName === 'qti-stimulus-body');
      if (content) buildContent(content, part, this.around(`${showing.prefix}s${index}-`, stimulus.files));
      this.material?.appendChild(part);
    });
    for (const part of [this.body, this.material]) if (part) part.dataset['parallel'] = String(this.hasParallel);
    const given = new Map(source.response ?? []);
    for (const [identifier, control] of this.controls) control.show(given.get(identifier) ?? null);
    this.speak(showing.language, showing.both);
    void this.readSheets([root, ...stimuli.map((stimulus) => stimulus.root)], showing.prefix);
  }

  private around(prefix: string, files: Readonly<Record<string, string>>): Surrounding {
    const around: Surrounding = {
      prefix,
      file: (path) => (Object.hasOwn(files, path) ? (files[path] ?? null) : null),
      fault: (kind, detail) => this.host.fault(kind, detail),
      label: (act) => this.labels.add(act),
      interaction: (element) => this.interaction(element, around),
    };
    return around;
  }

  private interaction(element: Element, around: Surrounding): HTMLElement | null {
    switch (element.localName) {
      case 'qti-gap':
        return h('span', { 'data-gap': identifierOf(element), 'data-group': element.getAttribute('match-group') ?? '' });
      case 'qti-hottext': {
        const place = h('span', { 'data-hottext': identifierOf(element) });
        buildContent(element, place, around);
        return place;
      }
      case 'qti-gap-text':
      case 'qti-gap-img':
        // Listed by the interaction itself.
        return h('span', { hidden: true });
      case 'qti-position-object-stage':
        return this.positionObjects(element, around);
      case 'qti-prompt':
        // Interactions show their prompt themselves.
        return element.parentElement?.localName.endsWith('-interaction') && !/^qti-(gap-match|hottext)/.test(element.parentElement.localName) ? h('span', { hidden: true }) : null;
    }
    const make = INTERACTIONS[element.localName];
    if (!make) return element.localName.endsWith('-interaction') ? cannotShow(around, 'interaction', element.localName) : null;
    return this.control(element, around, (context) => make(element, context));
  }

  private positionObjects(element: Element, around: Surrounding): HTMLElement {
    const block = h('div', { class: 'position-object' });
    for (const one of Array.from(element.children).filter((child) => child.localName === 'qti-position-object-interaction')) {
      block.appendChild(this.control(one, around, (context) => selectPoint(one, context, element)));
    }
    return block;
  }

  private control(element: Element, around: Surrounding, make: (context: Context) => Control): HTMLElement {
    const declaration = this.declarations.get(element.getAttribute('response-identifier') ?? '');
    if (!declaration || this.controls.has(declaration.identifier)) return cannotShow(around, 'declaration', element.localName);
    const control = make({
      prefix: around.prefix,
      declaration,
      order: this.source.order,
      host: this.host,
      struck: this.struck,
      file: around.file,
      content: (from, into) => buildContent(from, into, around),
      say: this.labels.say,
      label: (act) => this.labels.add(act),
    });
    this.controls.set(declaration.identifier, control);
    return control.element;
  }

  /** Everything given now: each declared response once, those without an interaction as nothing. */
  response(): ItemResponse {
    return [...this.declarations.keys()].map((identifier): [string, Tokens] => [identifier, this.controls.get(identifier)?.tokens() ?? null]);
  }

  /** Whether anything is given. */
  isAnswered(): boolean {
    return this.response().some(([, tokens]) => tokens !== null);
  }

  /** Shows this language, or both of a parallel item. */
  speak(language: Language, both: boolean): void {
    const shown = both && this.hasParallel ? 'both' : language;
    for (const part of [this.body, this.material]) if (part) part.dataset['shown'] = shown;
    this.labels.speak(language);
  }

  /** Takes no input any more, or takes it again. */
  enable(on: boolean): void {
    this.body.inert = !on;
  }

  /** Takes the item off the screen. */
  remove(): void {
    this.isRemoved = true;
    this.body.remove();
    this.material?.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !this.sheets.includes(sheet));
  }

  /** Authors' stylesheets: fetched, cut down to what is allowed, bound to this item. */
  private async readSheets(roots: Element[], prefix: string): Promise<void> {
    for (const [index, root] of roots.entries()) {
      const files = index === 0 ? this.source.files : (this.source.stimuli[index - 1]?.files ?? {});
      for (const link of Array.from(root.children).filter((child) => child.localName === 'qti-stylesheet')) {
        const url = files[link.getAttribute('href') ?? ''];
        if (!url) continue;
        try {
          const answer = await fetch(url);
          const sheet = answer.ok ? scopedSheet(await answer.text(), `[data-scope="${prefix}"]`) : null;
          // Its item may be gone by now: nobody would take the sheet off the page again.
          if (sheet && !this.isRemoved) {
            this.sheets.push(sheet);
            document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
          }
        } catch {
          this.host.fault('stylesheet', 'not read');
        }
      }
    }
  }
}

/** Reads XML of the seat: well formed, of QTI 3.0, with the root asked for. */
function parse(xml: string, root: string): Element {
  const document = new DOMParser().parseFromString(xml, 'application/xml');
  const element = document.documentElement;
  if (document.querySelector('parsererror') || element.localName !== root || element.namespaceURI !== QTI) {
    throw new NotAnItem(`this is no ${root} of QTI 3.0`);
  }
  return element;
}

function isParallel(root: Element): boolean {
  const has = (name: string): boolean =>
    Array.from(root.getElementsByTagName('*')).some((element) => (element.getAttribute('class') ?? '').split(/\s+/).includes(name) && new RegExp(`^${name}\\b`, 'i').test(element.getAttribute('xml:lang') ?? ''));
  return has('zh') && has('en');
}

/** Builds an XHTML text of the form (section instructions) by the same rules as items. */
export function instructions(xhtml: string, prefix: string, fault: Host['fault']): HTMLElement {
  const holder = h('div', { class: 'qti-body' });
  if (xhtml.trim() === '') return holder;
  const parsed = new DOMParser().parseFromString(`<div xmlns="${QTI}">${xhtml}</div>`, 'application/xml');
  if (parsed.querySelector('parsererror')) {
    fault('instructions', 'not well formed');
    return holder;
  }
  buildContent(parsed.documentElement, holder, { prefix, file: () => null, fault, label: () => undefined, interaction: () => null });
  holder.dataset['parallel'] = String(isParallel(parsed.documentElement));
  return holder;
}
