import type { Context, Control, Tokens } from './context';
import { textOf } from './context';
import { children, freshId, h, ordered, whole } from './dom';
import { words } from './words';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** One option of a choice: its input, and the button that strikes it out. */
interface Option {
  identifier: string;
  input: HTMLInputElement;
  row: HTMLElement;
  draw(): void;
}

/** Choice of one or several options. */
export function choice(element: Element, context: Context): Control {
  const { declaration, host, struck } = context;
  const most = whole(element, 'max-choices', 1);
  const least = whole(element, 'min-choices', 0);
  const isSingle = declaration.cardinality === 'single' || most === 1;
  const group = h('fieldset', { class: `interaction choice ${layout(element)}` });
  const legend = h('legend', {});
  group.appendChild(legend);
  const prompt = children(element, 'qti-prompt')[0];
  if (prompt) {
    legend.className = 'prompt';
    context.content(prompt, legend);
  } else {
    legend.className = 'unseen';
    context.label((say) => (legend.textContent = say('options')));
  }
  const list = h('div', { class: 'options' });
  const name = freshId('choice');
  const inXml = children(element, 'qti-simple-choice');
  const shown = ordered(inXml, context.order[declaration.identifier], identifierOf);
  const options = shown.map((from, index) => option(from, index, name, isSingle ? 'radio' : 'checkbox', context, () => changed(index)));
  for (const one of options) list.appendChild(one.row);
  group.appendChild(list);
  const foot = h('div', { class: 'interaction-foot' });
  if (!isSingle && (most > 0 || least > 0)) {
    const hint = h('p', { class: 'hint' });
    context.label((say) => (hint.textContent = [least > 0 ? say('chooseAtLeast', least) : '', most > 0 ? say('chooseUpTo', most) : ''].filter(Boolean).join(' · ')));
    foot.appendChild(hint);
  }
  const clear = h('button', { type: 'button', class: 'quiet', hidden: true });
  context.label((say) => (clear.textContent = say('clear')));
  clear.addEventListener('click', () => {
    const was = options.find((one) => one.input.checked);
    for (const one of options) one.input.checked = false;
    was?.input.focus();
    refresh();
    host.changed(false);
  });
  foot.appendChild(clear);
  group.appendChild(foot);

  function refresh(): void {
    clear.hidden = !isSingle || least > 0 || options.every((one) => !one.input.checked);
    for (const one of options) one.row.classList.toggle('chosen', one.input.checked);
  }

  function changed(index: number): void {
    const one = options[index];
    if (!one) return;
    if (!isSingle && most > 0 && one.input.checked && options.filter((other) => other.input.checked).length > most) {
      one.input.checked = false;
      host.say(context.say('limitReached', most));
      flash(group);
      return;
    }
    if (one.input.checked && struck.has(declaration.identifier, one.identifier)) strikeOut(one, context, false);
    refresh();
    host.changed(false);
  }

  return {
    element: group,
    tokens(): Tokens {
      const chosen = new Set(options.filter((one) => one.input.checked).map((one) => one.identifier));
      return chosen.size === 0 ? null : inXml.map(identifierOf).filter((identifier) => chosen.has(identifier));
    },
    show(tokens) {
      for (const one of options) one.input.checked = tokens?.includes(one.identifier) ?? false;
      refresh();
    },
  };
}

/** The identifier of a choice, gap, hotspot. */
export function identifierOf(element: Element): string {
  return element.getAttribute('identifier') ?? '';
}

/** Draws the eye for a moment to an interaction that refused something. */
export function flash(element: HTMLElement): void {
  element.classList.remove('refused');
  void element.offsetWidth;
  element.classList.add('refused');
}

/** Classes of QTI's shared vocabulary that lay options out. */
function layout(element: Element): string {
  const classes = (element.getAttribute('class') ?? '').split(/\s+/).filter((name) => /^qti-(choices-stacking-[1-5]|orientation-(horizontal|vertical)|labels-[a-z-]+)$/.test(name));
  if (element.getAttribute('orientation') === 'horizontal') classes.push('qti-orientation-horizontal');
  return classes.join(' ');
}

function option(from: Element, index: number, group: string, type: 'radio' | 'checkbox', context: Context, changed: () => void): Option {
  const identifier = identifierOf(from);
  const input = h('input', { type, name: group, value: identifier });
  const letter = LETTERS[index] ?? String(index + 1);
  const text = h('span', { class: 'option-text' });
  context.content(from, text);
  const label = h('label', { class: 'option-label' }, input, h('span', { class: 'letter', 'aria-hidden': 'true' }, letter), text);
  const strike = h('button', { type: 'button', class: 'strike' });
  const one: Option = { identifier, input, row: h('div', { class: 'option' }, label, strike), draw: () => {
      const isStruck = context.struck.has(context.declaration.identifier, identifier);
      one.row.classList.toggle('struck', isStruck);
      strike.textContent = context.say(isStruck ? 'unstrike' : 'strike');
      strike.setAttribute('aria-label', context.say(isStruck ? 'unstrikeThis' : 'strikeThis', letter));
    },
  };
  input.addEventListener('change', changed);
  strike.addEventListener('click', () => {
    strikeOut(one, context, !context.struck.has(context.declaration.identifier, identifier));
  });
  context.label(one.draw);
  return one;
}

function strikeOut(one: Option, context: Context, on: boolean): void {
  context.struck.set(context.declaration.identifier, one.identifier, on);
  if (on && one.input.checked) {
    one.input.checked = false;
    one.input.dispatchEvent(new Event('change'));
  }
  one.draw();
  context.host.struck?.();
}

/** Words of a running text that can be chosen. */
export function hottext(element: Element, context: Context): Control {
  const { declaration, host } = context;
  const most = whole(element, 'max-choices', 1);
  const least = whole(element, 'min-choices', 0);
  const isSingle = declaration.cardinality === 'single' || most === 1;
  const group = h('div', { class: 'interaction hottext', role: 'group' });
  context.label((say) => group.setAttribute('aria-label', say('options')));
  const inputs: HTMLInputElement[] = [];
  context.content(element, group);
  for (const place of Array.from(group.querySelectorAll<HTMLElement>('[data-hottext]'))) {
    // Built as check boxes also where one may be chosen: a second choice takes the first one's place.
    const input = h('input', { type: 'checkbox', value: place.dataset['hottext'] ?? '' });
    const label = h('label', { class: 'hot' }, input);
    const text = h('span', { class: 'hot-text' });
    text.append(...Array.from(place.childNodes));
    label.appendChild(text);
    place.replaceWith(label);
    inputs.push(input);
    input.addEventListener('change', () => {
      if (input.checked && isSingle) for (const other of inputs) other.checked = other === input;
      else if (input.checked && most > 0 && inputs.filter((other) => other.checked).length > most) {
        input.checked = false;
        host.say(context.say('limitReached', most));
        flash(group);
        return;
      }
      host.changed(false);
    });
  }
  const hint = h('p', { class: 'hint' });
  context.label((say) => {
    hint.textContent = [least > 0 ? say('chooseAtLeast', least) : '', most > 0 ? say('chooseUpTo', most) : ''].filter(Boolean).join(' · ');
  });
  group.appendChild(hint);
  return {
    element: group,
    tokens: () => (inputs.some((input) => input.checked) ? inputs.filter((input) => input.checked).map((input) => input.value) : null),
    show(tokens) {
      for (const input of inputs) input.checked = tokens?.includes(input.value) ?? false;
    },
  };
}

/** A list of choices in a line of text. Drawn inside the page (no window of its own), with formulas and pictures. */
export function inlineChoice(element: Element, context: Context): Control {
  const select = picker(ordered(children(element, 'qti-inline-choice'), context.order[context.declaration.identifier], identifierOf), context, 'chooseOne');
  context.label((say) => {
    const label = children(element, 'qti-label')[0];
    select.setAttribute('aria-label', (label && textOf(label)) || say('chooseOne'));
  });
  select.addEventListener('change', () => context.host.changed(false));
  const place = h('span', { class: 'interaction inline-choice' }, select);
  return {
    element: place,
    tokens: () => (select.value === '' ? null : [select.value]),
    show(tokens) {
      select.value = tokens?.[0] ?? '';
    },
  };
}

/** A select whose options are content of the item; its first option is nothing. */
export function picker(options: Element[], context: Context, empty: 'chooseOne' | 'nothing'): HTMLSelectElement {
  const select = h('select', { class: 'picker' });
  const shown = document.createElement('selectedcontent');
  select.appendChild(h('button', { type: 'button', tabindex: '-1', 'aria-hidden': 'true' }, shown));
  select.appendChild(h('option', { value: '' }, h('span', { class: 'own-zh' }, words('zh', empty)), h('span', { class: 'own-en' }, words('en', empty))));
  for (const from of options) {
    const one = h('option', { value: identifierOf(from) });
    context.content(from, one);
    select.appendChild(one);
  }
  return select;
}
