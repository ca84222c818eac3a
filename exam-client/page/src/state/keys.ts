/** Keys and acts that lead out of the exam (seat-page.md section 10). */

/** What of a key press decides. */
export type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey' | 'isComposing'>;

const EDITING = new Set(['a', 'c', 'v', 'x', 'y', 'z']);
const MOVING = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'Backspace', 'Delete', ' ', 'Enter', 'Control', 'Shift', 'Alt', 'AltGraph', 'Process']);

/** The name of what must not happen, or null if the key is the candidate's. */
export function blockedKey(press: Key): string | null {
  // An input method at work has the keyboard to itself.
  if (press.isComposing || press.key === 'Process') return null;
  if (/^F\d{1,2}$/.test(press.key)) return press.key;
  if (press.metaKey || press.key === 'Meta') return press.key === 'Meta' ? 'Meta' : `Meta+${press.key}`;
  if (press.ctrlKey && !press.altKey) {
    if (MOVING.has(press.key) || (EDITING.has(press.key.toLowerCase()) && !press.shiftKey) || (press.key.toLowerCase() === 'z' && press.shiftKey)) return null;
    return `Ctrl+${press.shiftKey ? 'Shift+' : ''}${press.key}`;
  }
  if (press.altKey && !press.ctrlKey && (press.key === 'ArrowLeft' || press.key === 'ArrowRight' || press.key === 'Home' || press.key === 'd' || press.key === 'F4')) return `Alt+${press.key}`;
  if (press.ctrlKey && press.altKey && press.key.length > 1 && !MOVING.has(press.key)) return `Ctrl+Alt+${press.key}`;
  if (press.key === 'PrintScreen' || press.key === 'ContextMenu' || press.key.startsWith('Browser') || press.key.startsWith('Launch')) return press.key;
  return null;
}

/** Keeps such keys and acts from happening, and tells of them. */
export function guard(target: Window, tell: (what: string) => void): void {
  target.addEventListener(
    'keydown',
    (event) => {
      const what = blockedKey(event);
      if (what !== null) {
        event.preventDefault();
        event.stopImmediatePropagation();
        tell(what);
      }
    },
    { capture: true },
  );
  const stop = (name: string) => (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    tell(name);
  };
  const outside = (name: string) => (event: Event) => {
    if (!isField(event.target)) stop(name)(event);
  };
  target.addEventListener('contextmenu', stop('context menu'), { capture: true });
  target.addEventListener('drop', stop('drop'), { capture: true });
  target.addEventListener('dragover', (event) => event.preventDefault(), { capture: true });
  target.addEventListener('dragstart', (event) => event.preventDefault(), { capture: true });
  target.addEventListener('auxclick', (event) => event.button === 1 && stop('middle click')(event), { capture: true });
  target.addEventListener('beforeprint', () => tell('print'));
  for (const name of ['copy', 'cut']) target.addEventListener(name, outside(name), { capture: true });
  target.addEventListener('wheel', (event) => event.ctrlKey && event.preventDefault(), { capture: true, passive: false });
}

/**
 * Of a double click only the first acts on a button that was not there before: it lies where another screen's was, and
 * a hand that clicks twice by habit would pledge, or go on, unread. The same button may be clicked as often as wanted.
 */
export function guardClicks(target: Window): void {
  let pressed: Element | null = null;
  target.addEventListener(
    'click',
    (event) => {
      const button = event.target instanceof Element ? event.target.closest('button, a, summary') : null;
      if (event.detail <= 1) {
        pressed = button;
      } else if (button !== null && button !== pressed) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    { capture: true },
  );
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'password');
}
