import { identifierOf } from './choice';
import type { Context, Control, Tokens } from './context';
import { textOf } from './context';
import { children, h, ordered, whole } from './dom';
import { interaction } from './pairs';

/** Things to put in order by buttons: no dragging is needed, and none is offered. */
export function order(element: Element, context: Context): Control {
  const choices = ordered(children(element, 'qti-simple-choice'), context.order[context.declaration.identifier], identifierOf);
  const block = interaction('order', element, context);
  const list = new OrderList(element, choices, context);
  block.appendChild(list.element);
  return { element: block, tokens: () => list.tokens(), show: (tokens) => list.show(tokens) };
}

/**
 * A list that is put in order. Where all are asked for, all stand in it from the beginning, and nothing counts as
 * given before the candidate moved one or said that the order is right. Where some are asked for, they are added.
 */
export class OrderList {
  readonly element = h('div', { class: 'order' });
  private readonly rows = new Map<string, { row: HTMLLIElement; up: HTMLButtonElement; down: HTMLButtonElement; out: HTMLButtonElement; into: HTMLButtonElement; name(): string }>();
  private readonly list = h('ol', { class: 'order-list' });
  private readonly pool = h('ul', { class: 'order-pool' });
  private readonly empty = h('p', { class: 'hint' });
  private readonly foot = h('div', { class: 'interaction-foot' });
  private readonly isPartial: boolean;
  private readonly most: number;
  private chosen: string[];
  private isGiven = false;

  constructor(
    element: Element,
    choices: Element[],
    private readonly context: Context,
    private readonly name: (choice: Element, text: HTMLElement) => string = (_, text) => textOf(text),
    private readonly drawn: () => void = () => undefined,
    startsEmpty = false,
  ) {
    const asked = whole(element, 'max-choices', 0);
    this.isPartial = startsEmpty || whole(element, 'min-choices', 0) > 0 || asked > 0;
    this.most = asked > 0 ? asked : choices.length;
    this.chosen = this.isPartial ? [] : choices.map(identifierOf);
    for (const choice of choices) this.make(choice);
    if (this.isPartial) {
      const yours = h('p', { class: 'order-heading' });
      const left = h('p', { class: 'order-heading' });
      context.label((say) => {
        yours.textContent = say('yourOrder');
        left.textContent = say('toChooseFrom');
        this.empty.textContent = say('emptyYet');
        this.pool.setAttribute('aria-label', say('toChooseFrom'));
        this.list.setAttribute('aria-label', say('yourOrder'));
      });
      this.element.append(left, this.pool, yours, this.list, this.empty);
    } else {
      const state = h('p', { class: 'hint' });
      const confirm = h('button', { type: 'button', class: 'quiet' });
      confirm.addEventListener('click', () => this.act(() => undefined));
      const label = (): void => {
        state.textContent = context.say(this.isGiven ? 'orderGiven' : 'orderNotGiven');
        confirm.textContent = context.say('orderAsIs');
        confirm.hidden = this.isGiven;
      };
      context.label(label);
      this.relabel = label;
      context.label((say) => this.list.setAttribute('aria-label', say('yourOrder')));
      this.foot.append(state, confirm);
      this.element.append(this.list, this.foot);
    }
    const clear = h('button', { type: 'button', class: 'quiet' });
    context.label((say) => (clear.textContent = say('clearResponse')));
    clear.addEventListener('click', () => {
      this.show(null);
      context.host.changed(false);
    });
    this.foot.appendChild(clear);
    if (this.isPartial) this.element.appendChild(this.foot);
    this.clear = clear;
    this.draw();
  }

  private relabel: () => void = () => undefined;
  private readonly clear: HTMLButtonElement;

  private make(choice: Element): void {
    const identifier = identifierOf(choice);
    const text = h('span', { class: 'order-text' });
    this.context.content(choice, text);
    const name = (): string => this.name(choice, text);
    if (text.textContent === '' && !text.querySelector('img')) this.context.label(() => (text.textContent = name()));
    const button = (sign: string, key: 'moveUp' | 'moveDown' | 'takeOut' | 'putIn', act: () => void): HTMLButtonElement => {
      const made = h('button', { type: 'button', class: 'small' }, sign);
      this.context.label((say) => {
        made.setAttribute('aria-label', say(`${key}This`, name()));
        made.title = say(key);
      });
      made.addEventListener('click', act);
      return made;
    };
    const up = button('↑', 'moveUp', () => this.move(identifier, -1));
    const down = button('↓', 'moveDown', () => this.move(identifier, 1));
    const out = button('×', 'takeOut', () => this.act(() => (this.chosen = this.chosen.filter((one) => one !== identifier)), () => this.rows.get(identifier)?.into));
    const into = button('+', 'putIn', () => this.put(identifier));
    const row = h('li', { class: 'order-row' }, text, h('span', { class: 'order-buttons' }, into, up, down, out));
    this.rows.set(identifier, { row, up, down, out, into, name });
  }

  /** Adds one at the end; for a click in a picture. */
  put(identifier: string): void {
    if (this.chosen.includes(identifier)) return;
    if (this.chosen.length >= this.most) {
      this.context.host.say(this.context.say('limitReached', this.most));
      return;
    }
    this.act(() => this.chosen.push(identifier), () => this.rows.get(identifier)?.out);
  }

  /** Takes one out; for a click in a picture. */
  take(identifier: string): void {
    this.act(() => (this.chosen = this.chosen.filter((one) => one !== identifier)));
  }

  private move(identifier: string, by: number): void {
    const at = this.chosen.indexOf(identifier);
    const to = at + by;
    if (at < 0 || to < 0 || to >= this.chosen.length) return;
    this.act(
      () => {
        this.chosen.splice(at, 1);
        this.chosen.splice(to, 0, identifier);
      },
      () => {
        const row = this.rows.get(identifier);
        const wanted = by < 0 ? row?.up : row?.down;
        return wanted?.disabled ? (by < 0 ? row?.down : row?.up) : wanted;
      },
    );
    this.context.host.say(this.context.say('movedTo', this.rows.get(identifier)?.name() ?? '', to + 1));
  }

  private act(change: () => void, focus: () => HTMLElement | undefined = () => undefined): void {
    change();
    this.isGiven = true;
    this.draw();
    focus()?.focus();
    this.context.host.changed(false);
  }

  private draw(): void {
    const inOrder = new Set(this.chosen);
    this.chosen.forEach((identifier, index) => {
      const row = this.rows.get(identifier);
      if (!row) return;
      if (this.list.children[index] !== row.row) this.list.insertBefore(row.row, this.list.children[index] ?? null);
      row.up.hidden = row.down.hidden = false;
      row.out.hidden = !this.isPartial;
      row.into.hidden = true;
      row.up.disabled = index === 0;
      row.down.disabled = index === this.chosen.length - 1;
    });
    for (const [identifier, row] of this.rows) {
      if (inOrder.has(identifier)) continue;
      this.pool.appendChild(row.row);
      row.up.hidden = row.down.hidden = row.out.hidden = true;
      row.into.hidden = false;
    }
    this.empty.hidden = this.chosen.length > 0;
    this.clear.hidden = !this.isGiven || (this.isPartial && this.chosen.length === 0);
    this.relabel();
    this.drawn();
  }

  /** The identifiers in their order now, given or not. */
  current(): readonly string[] {
    return this.chosen;
  }

  tokens(): Tokens {
    return !this.isGiven || this.chosen.length === 0 ? null : [...this.chosen];
  }

  show(tokens: Tokens): void {
    const known = (tokens ?? []).filter((identifier) => this.rows.has(identifier));
    this.isGiven = known.length > 0;
    this.chosen = this.isPartial ? known : [...known, ...[...this.rows.keys()].filter((identifier) => !known.includes(identifier))];
    this.draw();
  }
}
