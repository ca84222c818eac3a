import type { Context, Control, Tokens } from './context';
import { children, h, whole } from './dom';
import { insertAtCaret, TypedField } from './typing';

/** Signs that are hard to type, for text that asks for mathematics (seat-page.md 7.6). */
const SYMBOLS = ['²', '³', '√', 'π', '±', '×', '÷', '≤', '≥', '≠', '≈', '∞', 'α', 'β', 'γ', 'θ', 'λ', 'μ', 'Δ', 'Σ', 'Ω', '°', '·', '∫'];

/** A blank in a line of text. */
export function textEntry(element: Element, context: Context): Control {
  const { declaration } = context;
  const expected = whole(element, 'expected-length', 12);
  const input = h('input', { type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', class: 'blank', maxlength: 2000 });
  input.style.width = `${Math.min(40, Math.max(5, expected + 2))}ch`;
  if (declaration.baseType === 'integer') input.inputMode = 'numeric';
  if (declaration.baseType === 'float') input.inputMode = 'decimal';
  const placeholder = element.getAttribute('placeholder-text');
  if (placeholder) input.placeholder = placeholder;
  context.label((say) => input.setAttribute('aria-label', say('textField')));
  const hint = h('span', { class: 'hint said', role: 'status' });
  const typed = new TypedField(input, (typing) => {
    if (!typing) check();
    else hint.textContent = '';
    context.host.changed(typing);
  });
  const place = h('span', { class: `interaction text-entry ${widthClass(element)}` }, input);
  if (wantsSymbols(element)) place.appendChild(palette([input], context));
  place.appendChild(hint);

  function check(): void {
    hint.textContent = complaint(typed.text().trim(), element, context) ?? '';
  }

  return {
    element: place,
    tokens(): Tokens {
      const text = typed.text().trim();
      return text === '' ? null : [text];
    },
    show(tokens) {
      typed.show(tokens?.[0] ?? '');
      if (tokens) check();
    },
  };
}

/** What is odd about a text, said beside the field; never enforced (7.4). */
function complaint(text: string, element: Element, context: Context): string | null {
  if (text === '') return null;
  // Full-width digits of Chinese input methods count as digits (response-processing.md 2.3).
  const plain = text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\u2212/g, '-');
  if (context.declaration.baseType === 'integer' && !/^[+-]?\d+$/.test(plain)) return context.say('notWhole');
  if (context.declaration.baseType === 'float' && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) && !/^-?INF$/.test(plain)) return context.say('notANumber');
  const mask = element.getAttribute('pattern-mask');
  if (mask && !fits(mask, text)) return element.getAttribute('data-patternmask-message') ?? context.say('notThePattern');
  return null;
}

/** Patterns are regular expressions of XML Schema, which speak of the whole text; those a browser does not read are not checked. */
function fits(mask: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${mask})$`, 'u').test(text);
  } catch {
    return true;
  }
}

/** A field, or several, for a text of some length. */
export function extendedText(element: Element, context: Context): Control {
  const { declaration } = context;
  const most = declaration.cardinality === 'single' ? 1 : Math.min(20, Math.max(1, whole(element, 'max-strings', 1)));
  const lines = Math.min(40, Math.max(3, whole(element, 'expected-lines', heightOf(element))));
  const block = h('div', { class: 'interaction extended-text' });
  const prompt = children(element, 'qti-prompt')[0];
  if (prompt) {
    const heading = h('div', { class: 'prompt' });
    context.content(prompt, heading);
    block.appendChild(heading);
  }
  const fields: TypedField[] = [];
  const counts: (() => void)[] = [];
  for (let index = 0; index < most; index++) {
    const area = h('textarea', { rows: lines, spellcheck: 'false', autocomplete: 'off', maxlength: 80000, class: element.getAttribute('format') === 'preformatted' ? 'preformatted' : null });
    const placeholder = element.getAttribute('placeholder-text');
    if (placeholder) area.placeholder = placeholder;
    context.label((say) => area.setAttribute('aria-label', most === 1 ? say('essay') : say('essayPart', index + 1)));
    const count = h('p', { class: 'hint count' });
    const hint = h('span', { class: 'hint said', role: 'status' });
    const typed = new TypedField(area, (typing) => {
      draw();
      if (!typing) hint.textContent = complaint(typed.text().trim(), element, context) ?? '';
      context.host.changed(typing);
    });
    const draw = (): void => {
      count.textContent = context.say('characters', [...typed.text().replace(/\s/g, '')].length);
    };
    context.label(draw);
    counts.push(draw);
    area.addEventListener('input', draw);
    fields.push(typed);
    block.append(area, h('div', { class: 'interaction-foot' }, hint, count));
  }
  if (wantsSymbols(element)) block.appendChild(palette(fields.map((typed) => typed.field), context));
  return {
    element: block,
    tokens(): Tokens {
      const texts = fields.map((typed) => typed.text()).filter((text) => text.trim() !== '');
      return texts.length === 0 ? null : texts;
    },
    show(tokens) {
      fields.forEach((typed, index) => typed.show(tokens?.[index] ?? ''));
      for (const draw of counts) draw();
    },
  };
}

function wantsSymbols(element: Element): boolean {
  return (element.getAttribute('class') ?? '').split(/\s+/).includes('gongyuan-math');
}

function widthClass(element: Element): string {
  return /(?:^|\s)(qti-input-width-\d{1,2})(?:\s|$)/.exec(element.getAttribute('class') ?? '')?.[1] ?? '';
}

function heightOf(element: Element): number {
  const match = /qti-height-lines-(\d{1,2})/.exec(element.getAttribute('class') ?? '');
  if (match) return Number(match[1]);
  return Math.ceil(whole(element, 'expected-length', 240) / 40);
}

/** A row of signs; one tab stop, arrow keys inside. */
function palette(fields: (HTMLInputElement | HTMLTextAreaElement)[], context: Context): HTMLElement {
  const row = h('span', { class: 'palette', role: 'toolbar' });
  context.label((say) => row.setAttribute('aria-label', say('symbols')));
  let last = fields[0];
  for (const field of fields) field.addEventListener('focus', () => (last = field));
  const buttons = SYMBOLS.map((sign, index) => {
    const button = h('button', { type: 'button', tabindex: index === 0 ? 0 : -1 }, sign);
    context.label((say) => button.setAttribute('aria-label', say('insert', sign)));
    button.addEventListener('mousedown', (event) => event.preventDefault());
    button.addEventListener('click', () => last && insertAtCaret(last, sign));
    row.appendChild(button);
    return button;
  });
  row.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (at < 0 || step === 0) return;
    event.preventDefault();
    const next = buttons[(at + step + buttons.length) % buttons.length];
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next?.focus();
  });
  return row;
}
