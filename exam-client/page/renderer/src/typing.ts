import { composes } from './composing';

/**
 * A field that is typed into. While an input method composes, its text is what stands committed: half composed
 * letters are never taken for a response (seat-page.md 6.21).
 */
export class TypedField {
  private composing: { before: string; after: string } | null = null;

  constructor(
    readonly field: HTMLInputElement | HTMLTextAreaElement,
    changed: (typing: boolean) => void,
  ) {
    composes(field);
    field.addEventListener('compositionstart', () => {
      const start = field.selectionStart ?? field.value.length;
      const end = field.selectionEnd ?? start;
      this.composing = { before: field.value.slice(0, start), after: field.value.slice(end) };
    });
    field.addEventListener('compositionend', () => {
      this.composing = null;
      changed(true);
    });
    field.addEventListener('input', () => {
      if (!this.composing) changed(true);
    });
    field.addEventListener('blur', () => {
      this.composing = null;
      changed(false);
    });
  }

  /** The text without what is still being composed. */
  text(): string {
    return this.composing ? this.composing.before + this.composing.after : this.field.value;
  }

  /** Whether an input method is in the middle of something. */
  isComposing(): boolean {
    return this.composing !== null;
  }

  show(text: string): void {
    if (this.field.value !== text) this.field.value = text;
  }
}

/** Puts text where the caret is, as if typed. */
export function insertAtCaret(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  const start = field.selectionStart ?? field.value.length;
  field.setRangeText(text, start, field.selectionEnd ?? start, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.focus();
}
