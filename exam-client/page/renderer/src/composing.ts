/**
 * Fields that are typed into by an input method of the seat's machine (seat-page.md section 13): the browser has none.
 * What is not decided yet never stands in the field, so it is never taken for a response (6.21).
 */

/** What became of a key. */
export interface Composed {
  /** False when the key shall do what it always does. */
  readonly handled: boolean;
  readonly commit: string;
  readonly preedit: string;
  readonly caret: number;
  readonly candidates: readonly string[];
  readonly at: number;
  readonly aside: string;
}

/** Who composes. A promise that fails means that the key is the field's own. */
export interface Composer {
  begin(): Promise<unknown>;
  key(key: string, shift: boolean): Promise<Composed>;
  end(): Promise<unknown>;
}

/** A field that can be typed into so. */
export type Field = HTMLInputElement | HTMLTextAreaElement;

/** What is being composed, and for which field. */
export type Shown = Composed & { readonly field: Field };

/** Keys an input method wants only while something is being composed. */
const WHILE_COMPOSING = new Set(['Backspace', 'Delete', 'Enter', 'Escape', 'Home', 'End', 'PageUp', 'PageDown', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);

/** Lets a field be typed into so. Numbers have no use for it, secrets never get it. */
export function composes(field: Field): void {
  if (field.type !== 'password' && !field.inputMode) field.dataset['composes'] = '';
}

/** Brings keys of such fields to the composer, one after the other, and what comes of them into the field. */
export class Composing {
  private on = false;
  private queue: Promise<void> = Promise.resolve();
  private pending = 0;
  private begun: Field | null = null;
  private shown: Shown | null = null;

  constructor(
    private readonly composer: Composer,
    private readonly show: (shown: Shown | null) => void,
  ) {}

  /** Listens to the fields of this document. */
  listen(document: Document): void {
    document.addEventListener('keydown', (event) => this.pressed(event), { capture: true });
    document.addEventListener('focusout', (event) => this.begun === event.target && this.leave(), { capture: true });
    // Where the caret was put by hand, nothing is being composed any more.
    document.addEventListener('mousedown', (event) => this.shown?.field === event.target && this.leave(), { capture: true });
  }

  /** On or off; what is undecided is dropped. */
  turn(on: boolean): void {
    if (this.on !== on) this.leave();
    this.on = on;
  }

  /** Drops what is undecided, after everything that was typed before. */
  leave(): void {
    this.after(async () => {
      this.tell(null);
      if (!this.begun) return;
      this.begun = null;
      await this.composer.end();
    });
  }

  /** Takes that candidate of those shown. */
  choose(index: number): void {
    if (this.shown && index < this.shown.candidates.length) this.press(this.shown.field, String(index + 1), false);
  }

  /** Shows the candidates before or after. */
  turnPage(by: 1 | -1): void {
    if (this.shown) this.press(this.shown.field, by === 1 ? 'PageDown' : 'PageUp', false);
  }

  private pressed(event: KeyboardEvent): void {
    const field = event.target;
    if (!this.on || !isComposed(field) || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const isBusy = this.shown !== null || this.pending > 0;
    if ([...event.key].length !== 1 && !(isBusy && WHILE_COMPOSING.has(event.key))) return;
    event.preventDefault();
    event.stopPropagation();
    this.press(field, event.key, event.shiftKey);
  }

  private press(field: Field, key: string, shift: boolean): void {
    this.after(() => this.send(field, key, shift));
  }

  private after(act: () => Promise<void>): void {
    this.pending += 1;
    this.queue = this.queue
      .then(act)
      .catch(() => undefined)
      .then(() => void (this.pending -= 1));
  }

  private async send(field: Field, key: string, shift: boolean): Promise<void> {
    let composed: Composed;
    try {
      if (this.begun !== field) {
        await this.composer.begin();
        this.begun = field;
      }
      composed = await this.composer.key(key, shift);
    } catch {
      this.begun = null;
      this.tell(null);
      act(field, key, shift);
      return;
    }
    if (composed.commit !== '') insert(field, composed.commit);
    if (!composed.handled) act(field, key, shift);
    this.tell(composed.preedit === '' && composed.candidates.length === 0 ? null : { ...composed, field });
  }

  private tell(shown: Shown | null): void {
    if (shown === null && this.shown === null) return;
    this.shown = shown;
    this.show(shown);
  }
}

function isComposed(target: EventTarget | null): target is Field {
  return (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === 'text')) && target.dataset['composes'] !== undefined && !target.readOnly && !target.disabled;
}

/** Puts text where the caret is, as if typed: it can be undone, and the longest length holds. */
export function insert(field: Field, text: string): void {
  if (document.activeElement === field && typeof document.execCommand === 'function' && document.execCommand('insertText', false, text)) return;
  // The field was left meanwhile: what was typed before that still belongs into it.
  const start = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? start;
  const room = field.maxLength < 0 ? text.length : Math.max(0, field.maxLength - (field.value.length - (end - start)));
  field.setRangeText(text.slice(0, room), start, end, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** What a key does where no input method is. */
function act(field: Field, key: string, shift: boolean): void {
  if ([...key].length === 1) return insert(field, key);
  if (document.activeElement !== field) return;
  const alter = shift ? 'extend' : 'move';
  const move = (direction: string, by: string): void => getSelection()?.modify(alter, direction, by);
  switch (key) {
    case 'Enter':
      if (field instanceof HTMLTextAreaElement) insert(field, '\n');
      break;
    case 'Backspace':
      document.execCommand('delete');
      break;
    case 'Delete':
      document.execCommand('forwardDelete');
      break;
    case 'ArrowLeft':
      move('left', 'character');
      break;
    case 'ArrowRight':
      move('right', 'character');
      break;
    case 'ArrowUp':
      move('backward', 'line');
      break;
    case 'ArrowDown':
      move('forward', 'line');
      break;
    case 'Home':
      move('backward', 'lineboundary');
      break;
    case 'End':
      move('forward', 'lineboundary');
      break;
  }
}

const COPIED = [
  'font-family', 'font-size', 'font-weight', 'font-style', 'letter-spacing', 'word-spacing', 'line-height', 'text-indent', 'tab-size',
  'padding-top', 'padding-right', 'padding-bottom', 'padding-left', 'border-top-width', 'border-right-width', 'border-bottom-width', 'border-left-width',
];

/** Where the caret of a field is in the window. */
export function caretOf(field: Field): { left: number; top: number; bottom: number } {
  const style = getComputedStyle(field);
  const box = field.getBoundingClientRect();
  const mirror = document.createElement('div');
  for (const name of COPIED) mirror.style.setProperty(name, style.getPropertyValue(name));
  const isLine = field instanceof HTMLInputElement;
  Object.assign(mirror.style, { position: 'absolute', top: '0', left: '0', visibility: 'hidden', boxSizing: 'border-box', borderStyle: 'solid', width: `${box.width}px`, overflow: 'hidden', whiteSpace: isLine ? 'pre' : 'pre-wrap', overflowWrap: 'break-word' });
  const mark = document.createElement('span');
  mark.textContent = '\u200b';
  mirror.append(field.value.slice(0, field.selectionEnd ?? field.value.length), mark);
  document.body.append(mirror);
  const left = box.left + mark.offsetLeft - field.scrollLeft;
  const top = isLine ? box.top : box.top + mark.offsetTop - field.scrollTop;
  const bottom = isLine ? box.bottom : top + mark.offsetHeight;
  mirror.remove();
  const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
  return { left: within(left, box.left, box.right), top: within(top, box.top, box.bottom), bottom: within(bottom, box.top, box.bottom) };
}
