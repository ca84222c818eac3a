import type { WordKey } from './words';
import { h } from './dom';
import { carryStyle, styleOf } from './style';

/** Namespaces of an item. */
export const QTI = 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0';
export const MATHML = 'http://www.w3.org/1998/Math/MathML';
export const SVG = 'http://www.w3.org/2000/svg';

/** What content needs to know of the item it belongs to. */
export interface Surrounding {
  readonly prefix: string;
  file(path: string): string | null;
  fault(kind: string, detail: string): void;
  label(act: (say: (key: WordKey, ...values: (string | number)[]) => string) => void): void;
  /** Makes an interaction, or null if the element is none. */
  interaction(element: Element): HTMLElement | null;
}

/** HTML that may stand in an item, and what it becomes. Landmarks and headings of an item do not compete with the page's. */
const HTML: Record<string, string> = {
  abbr: 'abbr', acronym: 'abbr', address: 'div', article: 'div', aside: 'div', b: 'b', bdi: 'bdi', bdo: 'bdo', big: 'span', blockquote: 'blockquote', br: 'br',
  caption: 'caption', cite: 'cite', code: 'code', col: 'col', colgroup: 'colgroup', dd: 'dd', del: 'del', details: 'details', dfn: 'dfn', div: 'div', dl: 'dl', dt: 'dt',
  em: 'em', figcaption: 'figcaption', figure: 'figure', footer: 'div', h1: 'h3', h2: 'h3', h3: 'h4', h4: 'h5', h5: 'h6', h6: 'h6', header: 'div', hr: 'hr', i: 'i', ins: 'ins', kbd: 'kbd',
  label: 'span', li: 'li', main: 'div', mark: 'mark', nav: 'div', ol: 'ol', p: 'p', pre: 'pre', q: 'q', rb: 'span', rp: 'rp', rt: 'rt', rtc: 'span', ruby: 'ruby', s: 's', samp: 'samp', section: 'div',
  small: 'small', span: 'span', strong: 'strong', sub: 'sub', summary: 'summary', sup: 'sup', table: 'table', tbody: 'tbody', td: 'td', tfoot: 'tfoot', th: 'th', thead: 'thead', time: 'time', tr: 'tr',
  tt: 'code', u: 'u', ul: 'ul', var: 'var', wbr: 'wbr', a: 'span',
};

/** Attributes kept beside `class`, `lang`, `dir`, `title`, `id` and styles. */
const KEPT: Record<string, readonly string[]> = {
  td: ['colspan', 'rowspan', 'headers'], th: ['colspan', 'rowspan', 'headers', 'scope', 'abbr'], col: ['span'], colgroup: ['span'],
  ol: ['start', 'type', 'reversed'], li: ['value'], time: ['datetime'], details: ['open'],
};
const MATH = new Set([
  'math', 'mi', 'mn', 'mo', 'mtext', 'mspace', 'ms', 'mrow', 'mfrac', 'msqrt', 'mroot', 'mstyle', 'merror', 'mpadded', 'mphantom', 'mfenced', 'menclose', 'msub', 'msup', 'msubsup', 'munder', 'mover',
  'munderover', 'mmultiscripts', 'mprescripts', 'none', 'mtable', 'mlabeledtr', 'mtr', 'mtd', 'semantics', 'maligngroup', 'malignmark',
]);
const MATH_ATTRIBUTES = new Set([
  'display', 'displaystyle', 'scriptlevel', 'mathvariant', 'dir', 'form', 'fence', 'separator', 'lspace', 'rspace', 'stretchy', 'symmetric', 'maxsize', 'minsize', 'largeop', 'movablelimits',
  'linethickness', 'width', 'height', 'depth', 'voffset', 'accent', 'accentunder', 'columnspan', 'rowspan', 'columnalign', 'rowalign',
]);
const GRAPHIC = new Set([
  'svg', 'g', 'defs', 'symbol', 'use', 'title', 'desc', 'switch', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'text', 'tspan', 'textPath', 'marker', 'clipPath', 'mask', 'pattern',
  'linearGradient', 'radialGradient', 'stop', 'filter', 'feBlend', 'feColorMatrix', 'feComponentTransfer', 'feComposite', 'feConvolveMatrix', 'feDiffuseLighting', 'feDisplacementMap', 'feDistantLight',
  'feDropShadow', 'feFlood', 'feFuncA', 'feFuncB', 'feFuncG', 'feFuncR', 'feGaussianBlur', 'feMerge', 'feMergeNode', 'feMorphology', 'feOffset', 'fePointLight', 'feSpecularLighting', 'feSpotLight', 'feTile',
  'feTurbulence',
]);

/** Builds the children of an element of an item below `into`, by naming what may appear (interchange.md section 6). */
export function buildContent(from: Element, into: Element, around: Surrounding): void {
  for (const node of Array.from(from.childNodes)) {
    if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.CDATA_SECTION_NODE) {
      into.appendChild(document.createTextNode(node.textContent ?? ''));
    } else if (node instanceof Element) {
      const built = buildElement(node, around);
      if (built) into.appendChild(built);
    }
  }
}

function buildElement(from: Element, around: Surrounding): Element | null {
  if (from.namespaceURI === MATHML) return math(from, around);
  if (from.namespaceURI === SVG) return graphic(from, around);
  if (from.namespaceURI !== QTI) return cannotShow(around, 'namespace', from.localName);
  const name = from.localName;
  switch (name) {
    case 'img':
      return picture(from, from.getAttribute('src') ?? '', around);
    case 'object':
      return embedded(from, around);
    case 'picture': {
      const img = from.querySelector('img');
      return img ? picture(img, img.getAttribute('src') ?? '', around) : null;
    }
    case 'audio':
    case 'video':
      return media(from, name, around);
    case 'source':
    case 'track':
    case 'param':
    case 'qti-feedback-inline':
    case 'qti-feedback-block':
      return null;
    case 'qti-prompt':
    case 'qti-content-body':
    case 'qti-position-object-stage': {
      const stage = around.interaction(from);
      if (stage) return stage;
      const block = h('div', { class: name });
      shared(from, block, around);
      buildContent(from, block, around);
      return block;
    }
    case 'qti-rubric-block': {
      const note = h('div', { class: 'qti-rubric-block', role: 'note' });
      around.label((say) => note.setAttribute('aria-label', say('rubric')));
      buildContent(from, note, around);
      return note;
    }
  }
  const tag = HTML[name];
  if (tag) {
    const element = document.createElement(tag);
    shared(from, element, around);
    for (const kept of KEPT[name] ?? []) {
      const value = from.getAttribute(kept);
      if (value !== null) element.setAttribute(kept, kept === 'headers' ? prefixed(value, around) : value);
    }
    buildContent(from, element, around);
    if (tag !== 'table') return element;
    const frame = h('div', { class: 'table-frame', tabindex: 0, role: 'group' });
    const caption = element.querySelector('caption')?.textContent?.trim();
    if (caption) frame.setAttribute('aria-label', caption);
    else frame.removeAttribute('role');
    frame.appendChild(element);
    return frame;
  }
  return around.interaction(from) ?? cannotShow(around, 'element', name);
}

/** A place that says it cannot be shown, and tells the host (seat-page.md 7.7). */
export function cannotShow(around: Pick<Surrounding, 'fault' | 'label'>, kind: string, name: string): HTMLElement {
  around.fault(kind, name);
  const place = h('span', { class: 'cannot-show' });
  around.label((say) => (place.textContent = say('cannotShow')));
  return place;
}

function prefixed(ids: string, around: Surrounding): string {
  return ids.trim().split(/\s+/).map((id) => around.prefix + id).join(' ');
}

function shared(from: Element, to: Element, around: Surrounding): void {
  const classes = from.getAttribute('class');
  if (classes) {
    // Names of the page's own parts are not for authors.
    to.setAttribute('class', [to.getAttribute('class'), ...classes.split(/\s+/).filter(Boolean).map((name) => (/^(qti-|gongyuan-)/.test(name) ? name : `by-${name}`))].filter(Boolean).join(' '));
  }
  const language = from.getAttribute('xml:lang') ?? from.getAttribute('lang');
  if (language) to.setAttribute('lang', language);
  const names = new Set((classes ?? '').split(/\s+/));
  if (names.has('zh') && /^zh\b/i.test(language ?? '')) to.classList.add('parallel-zh');
  if (names.has('en') && /^en\b/i.test(language ?? '')) to.classList.add('parallel-en');
  for (const name of ['dir', 'title', 'aria-label']) {
    const value = from.getAttribute(name);
    if (value !== null) to.setAttribute(name, value);
  }
  const id = from.getAttribute('id');
  if (id) to.setAttribute('id', around.prefix + id);
  const style = from.getAttribute('style');
  if (style && (to instanceof HTMLElement || to instanceof SVGElement)) {
    carryStyle(styleOf(style), to.style, to instanceof SVGElement);
    if (to.style.getPropertyValue('--authored-colour')) to.classList.add('authored-colour');
    if (to.style.getPropertyValue('--authored-ground')) to.classList.add('authored-ground');
  }
  const align = from.getAttribute('align');
  if (to instanceof HTMLElement && align && /^(left|right|center|justify)$/i.test(align)) to.style.textAlign = align.toLowerCase();
}

/** Sizes a picture in rem, so that it grows with the text and never leaves its column. */
export function sizePicture(img: HTMLElement, width: number, height: number): void {
  if (width > 0) img.style.width = `${width / 16}rem`;
  if (width > 0 && height > 0) img.style.aspectRatio = `${width} / ${height}`;
}

function picture(from: Element, path: string, around: Surrounding): Element {
  const url = around.file(path);
  const alt = from.getAttribute('alt') ?? '';
  if (url === null) return cannotShow(around, 'file', path.slice(0, 80));
  const img = h('img', { src: url, alt, class: 'picture', draggable: 'false' });
  shared(from, img, around);
  const width = Number(from.getAttribute('width'));
  const height = Number(from.getAttribute('height'));
  if (width > 0) sizePicture(img, width, height);
  else img.addEventListener('load', () => sizePicture(img, img.naturalWidth, img.naturalHeight), { once: true });
  img.addEventListener('error', () => around.fault('picture', path.slice(0, 80)), { once: true });
  return img;
}

function embedded(from: Element, around: Surrounding): Element {
  const path = from.getAttribute('data') ?? '';
  const type = from.getAttribute('type') ?? '';
  if (type.startsWith('image/') || /\.(png|jpe?g|gif|svg|webp)$/i.test(path)) {
    const img = picture(from, path, around);
    if (img instanceof HTMLImageElement && !img.alt) img.alt = (from.textContent ?? '').trim();
    return img;
  }
  if (type.startsWith('audio/')) return media(from, 'audio', around);
  if (type.startsWith('video/')) return media(from, 'video', around);
  return cannotShow(around, 'object', type);
}

function media(from: Element, kind: 'audio' | 'video', around: Surrounding): Element {
  const player = h(kind, { controls: true, preload: 'metadata', controlslist: 'nodownload noremoteplayback', disablepictureinpicture: true });
  const sources = [from.getAttribute('src') ?? from.getAttribute('data'), ...Array.from(from.querySelectorAll('source')).map((source) => source.getAttribute('src'))];
  const urls = sources.filter((path): path is string => !!path).map((path) => around.file(path)).filter((url): url is string => url !== null);
  if (urls.length === 0) return cannotShow(around, 'file', kind);
  for (const url of urls) player.appendChild(h('source', { src: url }));
  for (const track of Array.from(from.querySelectorAll('track'))) {
    const url = around.file(track.getAttribute('src') ?? '');
    if (url) player.appendChild(h('track', { src: url, kind: track.getAttribute('kind') ?? 'captions', srclang: track.getAttribute('srclang') ?? '', label: track.getAttribute('srclang') ?? '' }));
  }
  shared(from, player, around);
  return player;
}

function math(from: Element, around: Surrounding): Element | null {
  const name = from.localName;
  if (name === 'annotation' || name === 'annotation-xml') return null;
  if (!MATH.has(name)) {
    // Content MathML: the browser shows presentation only. Its text is better than nothing, and the host is told.
    around.fault('math', name);
    const text = document.createElementNS(MATHML, 'mtext');
    text.textContent = (from.textContent ?? '').trim();
    return text;
  }
  const element = document.createElementNS(MATHML, name === 'mfenced' || name === 'menclose' ? 'mrow' : name);
  for (const attribute of Array.from(from.attributes)) {
    if (MATH_ATTRIBUTES.has(attribute.name)) element.setAttribute(attribute.name, attribute.value);
  }
  if (name === 'math' && from.getAttribute('alttext')) element.setAttribute('aria-label', from.getAttribute('alttext') ?? '');
  if (name === 'menclose') {
    const notation = (from.getAttribute('notation') ?? 'longdiv').split(/\s+/).filter((word) => /^[a-z]+$/.test(word));
    element.setAttribute('class', notation.map((word) => `menclose-${word}`).join(' '));
  }
  if (name === 'mfenced') {
    fenced(from, element, around);
  } else if (name === 'semantics') {
    const shown = from.firstElementChild && math(from.firstElementChild, around);
    return shown ?? element;
  } else {
    for (const node of Array.from(from.childNodes)) {
      if (node.nodeType === Node.TEXT_NODE) element.appendChild(document.createTextNode(node.textContent ?? ''));
      else if (node instanceof Element && node.namespaceURI === MATHML) {
        const child = math(node, around);
        if (child) element.appendChild(child);
      }
    }
  }
  return element;
}

function fenced(from: Element, row: Element, around: Surrounding): void {
  const mo = (text: string): Element => {
    const element = document.createElementNS(MATHML, 'mo');
    element.textContent = text;
    return element;
  };
  const separators = Array.from((from.getAttribute('separators') ?? ',').replace(/\s/g, ''));
  row.appendChild(mo(from.getAttribute('open') ?? '('));
  Array.from(from.children).forEach((child, index) => {
    const separator = separators[Math.min(index - 1, separators.length - 1)];
    if (index > 0 && separator) row.appendChild(mo(separator));
    const built = math(child, around);
    if (built) row.appendChild(built);
  });
  row.appendChild(mo(from.getAttribute('close') ?? ')'));
}

function graphic(from: Element, around: Surrounding): Element | null {
  if (from.namespaceURI !== SVG || !GRAPHIC.has(from.localName)) {
    around.fault('graphic', from.localName);
    return null;
  }
  const element = document.createElementNS(SVG, from.localName);
  for (const attribute of Array.from(from.attributes)) {
    const name = attribute.name;
    if (/^on/i.test(name) || name === 'style' || name.startsWith('xmlns') || name === 'class') continue;
    if (name === 'href' || name === 'xlink:href') {
      if (attribute.value.startsWith('#')) element.setAttribute('href', `#${around.prefix}${attribute.value.slice(1)}`);
      continue;
    }
    if (/url\((?!\s*["']?#)/i.test(attribute.value)) continue;
    const value = attribute.value.replace(/url\(\s*["']?#([\w.-]+)["']?\s*\)/g, (_, id: string) => `url(#${around.prefix}${id})`);
    element.setAttribute(name, name === 'id' ? around.prefix + value : value);
  }
  const style = from.getAttribute('style');
  if (style) carryStyle(styleOf(style), (element as SVGElement).style, true);
  if (from.localName === 'svg') {
    element.setAttribute('role', 'img');
    const title = Array.from(from.children).find((child) => child.localName === 'title');
    element.setAttribute('aria-label', from.getAttribute('aria-label') ?? title?.textContent ?? '');
    const width = Number(from.getAttribute('width'));
    if (width > 0) {
      element.removeAttribute('width');
      element.removeAttribute('height');
      sizePicture(element as unknown as HTMLElement, width, Number(from.getAttribute('height')));
    }
    element.classList.add('picture');
  }
  for (const node of Array.from(from.childNodes)) {
    if (node.nodeType === Node.TEXT_NODE) element.appendChild(document.createTextNode(node.textContent ?? ''));
    else if (node instanceof Element) {
      const child = graphic(node, around);
      if (child) element.appendChild(child);
    }
  }
  return element;
}
