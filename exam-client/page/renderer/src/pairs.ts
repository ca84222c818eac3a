import { flash, identifierOf, picker } from './choice';
import type { Context, Control, Tokens } from './context';
import { textOf } from './context';
import { children, freshId, h, ordered, whole } from './dom';

/** One thing that can be paired: how often, and with whom. */
export interface Pairable {
  identifier: string;
  most: number;
  groups: string[];
  name(): string;
}

/** What may be paired how often; 0 is as often as one likes. */
export function pairable(element: Element, name: () => string, otherwise = 1): Pairable {
  return {
    identifier: identifierOf(element),
    most: whole(element, 'match-max', otherwise),
    groups: (element.getAttribute('match-group') ?? '').split(/\s+/).filter(Boolean),
    name,
  };
}

/** Whether two things may be paired at all (`match-group`). */
export function mayPair(one: Pairable, other: Pairable): boolean {
  return (one.groups.length === 0 || one.groups.includes(other.identifier)) && (other.groups.length === 0 || other.groups.includes(one.identifier));
}

/**
 * Pairs chosen so far. A thing that may be used once moves to its new partner; one that may be used more often and is
 * used up refuses, and says so.
 */
export class Pairs {
  private pairs: [string, string][] = [];

  constructor(
    private readonly most: number,
    private readonly things: ReadonlyMap<string, Pairable>,
    private readonly context: Context,
  ) {}

  all(): readonly (readonly [string, string])[] {
    return this.pairs;
  }

  has(one: string, other: string): boolean {
    return this.pairs.some(([a, b]) => a === one && b === other);
  }

  /** The partners of the second place. */
  of(other: string): string[] {
    return this.pairs.filter(([, b]) => b === other).map(([a]) => a);
  }

  remove(one: string, other: string): void {
    this.pairs = this.pairs.filter(([a, b]) => !(a === one && b === other));
  }

  /** Adds a pair; false if a bound forbids it, which was said. */
  add(one: string, other: string): boolean {
    let next = this.pairs;
    for (const identifier of new Set([one, other])) {
      const thing = this.things.get(identifier);
      const used = next.filter(([a, b]) => a === identifier || b === identifier);
      const wants = one === other ? 2 : 1;
      if (!thing || thing.most === 0 || used.length + wants <= thing.most) continue;
      if (thing.most === 1 && wants === 1) {
        next = next.filter((pair) => !used.includes(pair));
        continue;
      }
      this.context.host.say(this.context.say('usedUp', thing.name()));
      return false;
    }
    if (this.most > 0 && next.length + 1 > this.most) {
      this.context.host.say(this.context.say('pairLimit', this.most));
      return false;
    }
    this.pairs = [...next, [one, other]];
    return true;
  }

  tokens(): Tokens {
    return this.pairs.length === 0 ? null : this.pairs.map(([a, b]) => `${a} ${b}`);
  }

  show(tokens: Tokens): void {
    this.pairs = (tokens ?? []).map((token) => token.trim().split(/\s+/)).filter((pair): pair is [string, string] => pair.length === 2);
  }
}

/** Two sets to be matched: a table of check boxes, which becomes a list where it is narrow. */
export function match(element: Element, context: Context): Control {
  const { declaration, host } = context;
  const sets = children(element, 'qti-simple-match-set');
  const read = (set: number): { thing: Pairable; from: Element; cell: HTMLElement }[] =>
    ordered(sets[set] ? children(sets[set], 'qti-simple-associable-choice') : [], context.order[`${declaration.identifier}/${set + 1}`], identifierOf).map((from) => {
      const cell = h('th', { id: freshId('match'), scope: set === 0 ? 'row' : 'col' });
      context.content(from, cell);
      return { from, cell, thing: pairable(from, () => textOf(cell)) };
    });
  const rows = read(0);
  const columns = read(1);
  // Both sets may use the same identifiers, so they are told apart inside.
  const things = new Map<string, Pairable>();
  for (const { thing } of rows) things.set(`1/${thing.identifier}`, thing);
  for (const { thing } of columns) things.set(`2/${thing.identifier}`, thing);
  const pairs = new Pairs(whole(element, 'max-associations', 0), things, context);
  const boxes = new Map<string, HTMLInputElement>();
  const block = interaction('match', element, context);
  const table = h('table', { class: 'match-table' });
  const head = h('tr', {}, h('td', {}));
  for (const column of columns) head.appendChild(column.cell);
  table.appendChild(h('thead', {}, head));
  const body = h('tbody', {});
  rows.forEach((row, y) => {
    const line = h('tr', {}, row.cell);
    columns.forEach((column, x) => {
      const input = h('input', { type: 'checkbox', 'aria-labelledby': `${row.cell.id} ${column.cell.id}` });
      const one = `1/${row.thing.identifier}`;
      const other = `2/${column.thing.identifier}`;
      boxes.set(`${one} ${other}`, input);
      input.disabled = !mayPair(row.thing, column.thing);
      input.addEventListener('change', () => {
        if (!input.checked) pairs.remove(one, other);
        else if (!pairs.add(one, other)) flash(block);
        draw();
        host.changed(false);
      });
      input.addEventListener('keydown', (event) => {
        const [dx = 0, dy = 0] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
        const next = rows[y + dy] && columns[x + dx] && boxes.get(`1/${rows[y + dy]?.thing.identifier} 2/${columns[x + dx]?.thing.identifier}`);
        if ((dx !== 0 || dy !== 0) && next) {
          event.preventDefault();
          next.focus();
        }
      });
      // In the narrow list the head of the column stands beside its box.
      const text = h('span', { class: 'match-beside', 'aria-hidden': 'true' });
      context.content(column.from, text);
      line.appendChild(h('td', {}, h('label', { class: 'match-cell' }, input, text)));
    });
    body.appendChild(line);
  });
  table.appendChild(body);
  block.appendChild(h('div', { class: 'table-frame' }, table));

  function draw(): void {
    for (const [key, input] of boxes) {
      const [one = '', other = ''] = key.split(' ');
      input.checked = pairs.has(one, other);
    }
  }

  return {
    element: block,
    tokens: () => pairs.tokens()?.map((token) => token.replace(/(^| )[12]\//g, '$1')) ?? null,
    show(tokens) {
      pairs.show(tokens?.map((token) => token.trim().replace(/^(\S+)\s+(\S+)$/, '1/$1 2/$2')) ?? null);
      draw();
    },
  };
}

/** Gaps in a text, each a list of what may be filled in. */
export function gapMatch(element: Element, context: Context): Control {
  const { declaration } = context;
  const sources = ordered(children(element, 'qti-gap-text', 'qti-gap-img'), context.order[declaration.identifier], identifierOf);
  const block = interaction('gap-match', element, context);
  const bank = bankOf(sources, context);
  block.appendChild(bank.element);
  const text = h('div', { class: 'gap-text' });
  context.content(element, text);
  block.appendChild(text);
  const places = Array.from(text.querySelectorAll<HTMLElement>('[data-gap]'));
  const gaps = new Gaps(element, sources, bank, context);
  places.forEach((place, index) => {
    const target: Pairable = { identifier: place.dataset['gap'] ?? '', most: 1, groups: (place.dataset['group'] ?? '').split(/\s+/).filter(Boolean), name: () => context.say('gap', index + 1) };
    place.replaceWith(gaps.select(target));
  });
  return { element: block, tokens: () => gaps.tokens(), show: (tokens) => gaps.show(tokens) };
}

/** What can be filled in, shown above; what is used up is pale. */
export function bankOf(sources: Element[], context: Context): { element: HTMLElement; chips: Map<string, HTMLElement> } {
  const list = h('ul', { class: 'bank' });
  context.label((say) => list.setAttribute('aria-label', say('bank')));
  const chips = new Map<string, HTMLElement>();
  for (const source of sources) {
    const chip = h('li', { class: 'chip' });
    context.content(source, chip);
    chips.set(identifierOf(source), chip);
    list.appendChild(chip);
  }
  return { element: list, chips };
}

/** The lists that stand in gaps, and what the bounds make of a choice. */
export class Gaps {
  private readonly targets = new Map<string, { select: HTMLSelectElement; target: Pairable }>();
  private readonly things = new Map<string, Pairable>();
  private readonly pairs: Pairs;

  constructor(
    element: Element,
    private readonly sources: Element[],
    private readonly bank: { chips: Map<string, HTMLElement> },
    private readonly context: Context,
    private readonly drawn: () => void = () => undefined,
  ) {
    for (const source of sources) {
      const identifier = identifierOf(source);
      this.things.set(identifier, pairable(source, () => textOf(bank.chips.get(identifier) ?? source)));
    }
    this.pairs = new Pairs(whole(element, 'max-associations', 0), this.things, context);
  }

  /** The list of one gap. */
  select(target: Pairable): HTMLSelectElement {
    const fitting = this.sources.filter((source) => {
      const thing = this.things.get(identifierOf(source));
      return thing !== undefined && mayPair(thing, target);
    });
    const select = picker(fitting, this.context, 'nothing');
    select.classList.add('gap');
    this.context.label(() => select.setAttribute('aria-label', target.name()));
    this.things.set(`gap ${target.identifier}`, target);
    this.targets.set(target.identifier, { select, target });
    select.addEventListener('change', () => this.chosen(target.identifier, select));
    return select;
  }

  private chosen(target: string, select: HTMLSelectElement): void {
    const before = this.pairs.of(target)[0];
    if (before !== undefined) this.pairs.remove(before, target);
    if (select.value !== '' && !this.pairs.add(select.value, target)) {
      if (before !== undefined) this.pairs.add(before, target);
      flash(select);
    }
    this.draw();
    this.context.host.changed(false);
  }

  /** What fills the gap, as its list shows it. */
  filledWith(target: string): string | null {
    return this.pairs.of(target)[0] ?? null;
  }

  tokens(): Tokens {
    // In the order of the gaps, so that the same response is always written the same way.
    const tokens = [...this.targets.keys()].flatMap((target) => this.pairs.of(target).map((source) => `${source} ${target}`));
    return tokens.length === 0 ? null : tokens;
  }

  show(tokens: Tokens): void {
    this.pairs.show(tokens);
    this.draw();
  }

  private draw(): void {
    for (const [identifier, { select }] of this.targets) {
      const value = this.pairs.of(identifier)[0] ?? '';
      if (select.value !== value) select.value = value;
    }
    for (const [identifier, chip] of this.bank.chips) {
      const most = this.things.get(identifier)?.most ?? 0;
      chip.classList.toggle('used', most > 0 && this.pairs.all().filter(([source]) => source === identifier).length >= most);
    }
    this.drawn();
  }
}

/** Pairs out of one set: each pair two lists. */
export function associate(element: Element, context: Context): Control {
  const choices = ordered(children(element, 'qti-simple-associable-choice'), context.order[context.declaration.identifier], identifierOf);
  const block = interaction('associate', element, context);
  const bank = bankOf(choices, context);
  block.appendChild(bank.element);
  const list = new PairList(element, choices, (identifier) => textOf(bank.chips.get(identifier) ?? block), context);
  block.appendChild(list.element);
  return { element: block, tokens: () => list.tokens(), show: (tokens) => list.show(tokens) };
}

/** Rows of two lists each, as many as may be paired. */
export class PairList {
  readonly element = h('div', { class: 'pair-list' });
  private readonly rows: { first: HTMLSelectElement; second: HTMLSelectElement; row: HTMLElement }[] = [];
  private readonly things: Map<string, Pairable>;
  private readonly most: number;
  private readonly more: HTMLButtonElement;

  constructor(
    element: Element,
    private readonly choices: Element[],
    name: (identifier: string) => string,
    private readonly context: Context,
    private readonly drawn: () => void = () => undefined,
  ) {
    this.things = new Map(choices.map((choice) => [identifierOf(choice), pairable(choice, () => name(identifierOf(choice)))]));
    const fits = [...this.things.values()].every((thing) => thing.most > 0) ? Math.floor([...this.things.values()].reduce((sum, thing) => sum + thing.most, 0) / 2) : 100;
    const asked = whole(element, 'max-associations', 0);
    this.most = Math.max(1, asked === 0 ? fits : Math.min(asked, fits));
    this.more = h('button', { type: 'button', class: 'quiet' });
    context.label((say) => (this.more.textContent = say('addPair')));
    this.more.addEventListener('click', () => {
      this.row().first.focus();
      this.draw();
    });
    this.element.appendChild(this.more);
    for (let index = 0; index < Math.min(this.most, asked === 0 ? 1 : asked, 6); index++) this.row();
    this.draw();
  }

  private row(): { first: HTMLSelectElement; second: HTMLSelectElement } {
    const index = this.rows.length;
    const first = picker(this.choices, this.context, 'chooseOne');
    const second = picker(this.choices, this.context, 'chooseOne');
    const number = h('span', { class: 'pair-number' });
    this.context.label((say) => {
      number.textContent = say('pair', index + 1);
      first.setAttribute('aria-label', say('firstOf', index + 1));
      second.setAttribute('aria-label', say('secondOf', index + 1));
    });
    const row = h('div', { class: 'pair-row' }, number, first, h('span', { 'aria-hidden': 'true' }, '—'), second);
    for (const select of [first, second]) select.addEventListener('change', () => this.changed(select));
    this.element.insertBefore(row, this.more);
    const made = { first, second, row };
    this.rows.push(made);
    return made;
  }

  private changed(select: HTMLSelectElement): void {
    const thing = this.things.get(select.value);
    const used = this.rows.flatMap(({ first, second }) => [first, second]).filter((other) => other.value !== '' && other.value === select.value);
    const partner = this.rows.find(({ first, second }) => first === select || second === select);
    const other = partner && this.things.get((partner.first === select ? partner.second : partner.first).value);
    if (thing && thing.most > 0 && used.length > thing.most) {
      this.context.host.say(this.context.say('usedUp', thing.name()));
      flash(select);
      select.value = '';
    } else if (thing && other && !mayPair(thing, other)) {
      flash(select);
      select.value = '';
    }
    this.draw();
    this.context.host.changed(false);
  }

  /** Pairs, also by identifiers: for lines in a picture. */
  tokens(): Tokens {
    const tokens = this.rows.filter(({ first, second }) => first.value !== '' && second.value !== '').map(({ first, second }) => `${first.value} ${second.value}`);
    return tokens.length === 0 ? null : tokens;
  }

  /** Puts a pair into the first free row; false if there is none. */
  add(one: string, other: string): boolean {
    const free = this.rows.find(({ first, second }) => first.value === '' && second.value === '') ?? (this.rows.length < this.most ? this.row() : undefined);
    if (!free) {
      this.context.host.say(this.context.say('pairLimit', this.most));
      return false;
    }
    free.first.value = one;
    this.changed(free.first);
    free.second.value = other;
    this.changed(free.second);
    return true;
  }

  show(tokens: Tokens): void {
    const pairs = (tokens ?? []).map((token) => token.trim().split(/\s+/));
    while (this.rows.length < pairs.length && this.rows.length < 100) this.row();
    this.rows.forEach(({ first, second }, index) => {
      first.value = pairs[index]?.[0] ?? '';
      second.value = pairs[index]?.[1] ?? '';
    });
    this.draw();
  }

  private draw(): void {
    this.more.hidden = this.rows.length >= this.most;
    this.drawn();
  }
}

/** The block of an interaction with its prompt. */
export function interaction(kind: string, element: Element, context: Context): HTMLElement {
  const block = h('div', { class: `interaction ${kind}`, role: 'group' });
  const prompt = children(element, 'qti-prompt')[0];
  if (prompt) {
    const heading = h('div', { class: 'prompt', id: freshId('prompt') });
    context.content(prompt, heading);
    block.appendChild(heading);
    block.setAttribute('aria-labelledby', heading.id);
  } else {
    context.label((say) => block.setAttribute('aria-label', say('essay')));
  }
  return block;
}
