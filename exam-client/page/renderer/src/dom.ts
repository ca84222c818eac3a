/** Small helpers for building DOM without markup strings. */

export type Child = Node | string | null;

/** Makes an HTML element with attributes and children. An attribute of `false` or `null` is left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number | boolean | null> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

/** Makes an SVG element. */
export function svg(tag: string, attributes: Record<string, string | number> = {}, ...children: Child[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  append(element, children);
  return element;
}

function append(element: Node, children: Child[]): void {
  for (const child of children) {
    if (child !== null) element.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
  }
}

let counter = 0;

/** An id no other element of the page has. */
export function freshId(stem: string): string {
  counter += 1;
  return `${stem}-${counter}`;
}

/** The attribute as a whole number from 0 up, or `otherwise`. */
export function whole(element: Element, name: string, otherwise: number): number {
  const text = element.getAttribute(name)?.trim() ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
}

/** Child elements of these names. */
export function children(element: Element, ...names: string[]): Element[] {
  return Array.from(element.children).filter((child) => names.includes(child.localName));
}

/** Children put into the order the seat says; those it does not name follow as they stand. */
export function ordered<T>(all: T[], order: readonly string[] | undefined, identifier: (one: T) => string): T[] {
  if (!order) return all;
  const left = new Map(all.map((one) => [identifier(one), one]));
  const sorted: T[] = [];
  for (const name of order) {
    const one = left.get(name);
    if (one !== undefined) {
      sorted.push(one);
      left.delete(name);
    }
  }
  return [...sorted, ...all.filter((one) => left.has(identifier(one)))];
}
