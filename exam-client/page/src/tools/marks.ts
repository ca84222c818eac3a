import { textOf } from '@gongyuan/item-renderer';

/** A stretch of an item a candidate highlighted: part (0 question, 1 material), from and to in its text, colour. */
export type Mark = [part: number, from: number, to: number, colour: string];

export const COLOURS = ['yellow', 'green', 'pink'] as const;

/** Text of controls changes with the language and is not the item's. */
const NOT_TEXT = 'button, select, textarea, output, .hint, .unseen, .pair-number, .point-list, .slider-ends, .order-heading, .letter, .own-zh, .own-en, [hidden], .place-list, .gap-row > span';

function nodesOf(part: Element): Text[] {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
    acceptNode: (node) => (node instanceof Element ? (node.matches(NOT_TEXT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP) : NodeFilter.FILTER_ACCEPT),
  });
  const nodes: Text[] = [];
  while (walker.nextNode()) nodes.push(walker.currentNode as Text);
  return nodes;
}

/** Where a place of the document lies in a part's text, or null. */
function offsetOf(part: Element, node: Node, at: number): number | null {
  let offset = 0;
  const range = document.createRange();
  range.setStart(node, at);
  for (const text of nodesOf(part)) {
    if (text === node) return offset + at;
    if (range.comparePoint(text, 0) >= 0) return offset;
    offset += text.data.length;
  }
  return offset;
}

/** The document's range of a stretch, or null if the text is not that long. */
export function rangeOf(part: Element, from: number, to: number): Range | null {
  const range = document.createRange();
  let offset = 0;
  let isOpen = false;
  for (const text of nodesOf(part)) {
    const end = offset + text.data.length;
    if (!isOpen && from < end) {
      range.setStart(text, Math.max(0, from - offset));
      isOpen = true;
    }
    if (isOpen && to <= end) {
      range.setEnd(text, to - offset);
      return range;
    }
    offset = end;
  }
  return null;
}

/** What is selected now inside these parts, without a colour. */
export function selected(parts: (Element | null)[]): [part: number, from: number, to: number] | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  for (const [index, part] of parts.entries()) {
    if (!part?.contains(range.commonAncestorContainer)) continue;
    const from = offsetOf(part, range.startContainer, range.startOffset);
    const to = offsetOf(part, range.endContainer, range.endOffset);
    if (from !== null && to !== null && to > from) return [index, from, to];
  }
  return null;
}

/** Adds a stretch; what it covers of other stretches gives way. The same stretch in the same colour is taken away. */
export function toggled(marks: Mark[], mark: Mark): Mark[] {
  const [part, from, to, colour] = mark;
  const same = marks.find((other) => other[0] === part && other[1] <= from && other[2] >= to && other[3] === colour);
  const rest = marks.flatMap((other): Mark[] => {
    if (other[0] !== part || other[2] <= from || other[1] >= to) return [other];
    const left: Mark[] = [];
    if (other[1] < from) left.push([part, other[1], from, other[3]]);
    if (other[2] > to) left.push([part, to, other[2], other[3]]);
    return left;
  });
  return same ? rest : [...rest, mark];
}

/** Paints stretches without touching the document (CSS Custom Highlight API). */
export function paint(parts: (Element | null)[], marks: Mark[]): void {
  for (const colour of COLOURS) {
    const ranges = marks.filter((mark) => mark[3] === colour).map(([part, from, to]) => (parts[part] ? rangeOf(parts[part], from, to) : null)).filter((range): range is Range => range !== null);
    CSS.highlights.set(`mark-${colour}`, new Highlight(...ranges));
  }
}

/** The sentences of the parts as they are read, for highlighting by keyboard. */
export function sentences(parts: (Element | null)[], language: string): [part: number, from: number, to: number][] {
  const found: [number, number, number][] = [];
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  for (const [index, part] of parts.entries()) {
    if (!part) continue;
    let block: Element | null = null;
    let text = '';
    let start = 0;
    let offset = 0;
    const close = (): void => {
      for (const { segment, index: at } of segmenter.segment(text)) {
        const trimmed = segment.trim();
        if (trimmed) found.push([index, start + at + segment.indexOf(trimmed[0] ?? ''), start + at + segment.trimEnd().length]);
      }
      text = '';
    };
    for (const node of nodesOf(part)) {
      const own = node.parentElement?.closest('p, li, td, th, div, h3, h4, h5, h6, label, figcaption, .option-text') ?? part;
      const isSeen = (node.parentElement?.checkVisibility() ?? false) && textOf(part) !== '';
      if (own !== block || !isSeen) close();
      if (isSeen) {
        if (text === '') start = offset;
        text += node.data;
        block = own;
      }
      offset += node.data.length;
    }
    close();
  }
  // The material is read before the question.
  return found.sort(([one], [other]) => other - one);
}
