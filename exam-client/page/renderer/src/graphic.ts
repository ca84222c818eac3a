import { flash, identifierOf } from './choice';
import type { Context, Control, Tokens } from './context';
import { cannotShow } from './content';
import { children, freshId, h, svg, whole } from './dom';
import { OrderList } from './order';
import { bankOf, Gaps, interaction, pairable, PairList } from './pairs';

/** A picture with areas drawn over it, in the picture's own pixels. */
class Stage {
  readonly element = h('div', { class: 'stage' });
  readonly overlay = svg('svg', { class: 'stage-overlay', 'aria-hidden': 'true', preserveAspectRatio: 'none' });
  width = 0;
  height = 0;
  readonly shapes = new Map<string, SVGElement>();

  constructor(element: Element, context: Context) {
    const from = children(element, 'img', 'object', 'picture')[0];
    if (!from) {
      this.element.appendChild(cannotShow({ fault: (kind, name) => context.host.fault(kind, name), label: (act) => context.label(act) }, 'picture', element.localName));
      return;
    }
    const holder = document.createElementNS(element.namespaceURI, 'div');
    holder.appendChild(from.cloneNode(true));
    context.content(holder, this.element);
    const img = this.element.querySelector('img');
    const width = Number(from.getAttribute('width'));
    const height = Number(from.getAttribute('height'));
    if (width > 0 && height > 0) this.size(width, height);
    if (img) {
      const take = (): void => {
        if (this.width === 0 && img.naturalWidth > 0) this.size(img.naturalWidth, img.naturalHeight);
      };
      if (img.complete) take();
      img.addEventListener('load', take);
      img.style.display = 'block';
    }
    this.element.appendChild(this.overlay);
  }

  private size(width: number, height: number): void {
    this.width = width;
    this.height = height;
    this.overlay.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.element.style.width = `${width / 16}rem`;
    for (const shape of this.shapes.values()) if (shape.dataset['whole']) whole100(shape, width, height);
  }

  /** Draws one area; `number` where the picture does not name it itself. */
  area(from: Element, number: number | null): SVGElement {
    const group = svg('g', { class: 'area' });
    const coords = (from.getAttribute('coords') ?? '').split(/[\s,]+/).map(Number);
    const [a = 0, b = 0, c = 0, d = 0] = coords;
    let middle: [number, number] = [a, b];
    switch (from.getAttribute('shape')) {
      case 'circle':
        group.appendChild(svg('circle', { cx: a, cy: b, r: c }));
        break;
      case 'ellipse':
        group.appendChild(svg('ellipse', { cx: a, cy: b, rx: c, ry: d }));
        break;
      case 'rect':
        group.appendChild(svg('rect', { x: Math.min(a, c), y: Math.min(b, d), width: Math.abs(c - a), height: Math.abs(d - b) }));
        middle = [(a + c) / 2, (b + d) / 2];
        break;
      case 'poly': {
        const points = coords.flatMap((_, index) => (index % 2 === 0 && index + 1 < coords.length ? [[coords[index] ?? 0, coords[index + 1] ?? 0]] : []));
        group.appendChild(svg('polygon', { points: points.map((point) => point.join(',')).join(' ') }));
        middle = [points.reduce((sum, [x = 0]) => sum + x, 0) / points.length, points.reduce((sum, [, y = 0]) => sum + y, 0) / points.length];
        break;
      }
      default: {
        const rect = svg('rect', { x: 0, y: 0, width: this.width, height: this.height, 'data-whole': '1' });
        group.appendChild(rect);
        group.dataset['whole'] = '1';
        middle = [this.width / 2, this.height / 2];
      }
    }
    group.dataset['x'] = String(middle[0]);
    group.dataset['y'] = String(middle[1]);
    if (number !== null) group.appendChild(tag(middle, String(number)));
    this.overlay.appendChild(group);
    this.shapes.set(identifierOf(from), group);
    return group;
  }

  /** The middle of an area. */
  middle(identifier: string): [number, number] {
    const shape = this.shapes.get(identifier);
    return [Number(shape?.dataset['x'] ?? 0), Number(shape?.dataset['y'] ?? 0)];
  }

  /** The picture's pixel under the pointer. */
  pointAt(event: MouseEvent): [number, number] {
    const box = this.overlay.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * this.width;
    const y = ((event.clientY - box.top) / box.height) * this.height;
    return [clamp(Math.round(x), this.width), clamp(Math.round(y), this.height)];
  }
}

function whole100(group: SVGElement, width: number, height: number): void {
  const rect = group.querySelector('rect');
  rect?.setAttribute('width', String(width));
  rect?.setAttribute('height', String(height));
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}

function tag([x, y]: [number, number], text: string): SVGElement {
  return svg('g', { class: 'tag' }, svg('circle', { cx: x, cy: y, r: 12 }), svg('text', { x, y: y + 5, 'text-anchor': 'middle' }, text));
}

/** What an area is called: its own label, or its number. */
function placeName(element: Element, index: number, context: Context): string {
  return element.getAttribute('hotspot-label')?.trim() || context.say('place', index + 1);
}

function hasName(element: Element): boolean {
  return (element.getAttribute('hotspot-label') ?? '').trim() !== '';
}

/** Areas of a picture to choose: by clicking them, or in the list beside. */
export function hotspot(element: Element, context: Context): Control {
  const { declaration, host } = context;
  const areas = children(element, 'qti-hotspot-choice');
  const most = whole(element, 'max-choices', 1);
  const isSingle = declaration.cardinality === 'single' || most === 1;
  const block = interaction('hotspot', element, context);
  const stage = new Stage(element, context);
  const list = h('div', { class: 'place-list', role: 'group' });
  context.label((say) => list.setAttribute('aria-label', say('places')));
  const name = freshId('hotspot');
  const inputs = areas.map((area, index) => {
    const input = h('input', { type: isSingle ? 'radio' : 'checkbox', name });
    const text = h('span', {});
    context.label(() => (text.textContent = placeName(area, index, context)));
    list.appendChild(h('label', { class: 'place' }, input, text));
    const shape = stage.area(area, hasName(area) ? null : index + 1);
    shape.addEventListener('click', () => {
      input.checked = isSingle ? !input.checked : !input.checked;
      input.focus();
      changed(input);
    });
    input.addEventListener('change', () => changed(input));
    for (const [event, on] of [['focus', true], ['blur', false], ['mouseenter', true], ['mouseleave', false]] as const) {
      (event.startsWith('mouse') ? (input.parentElement ?? input) : input).addEventListener(event, () => shape.classList.toggle('pointed', on));
    }
    return { identifier: identifierOf(area), input, shape };
  });
  const clear = h('button', { type: 'button', class: 'quiet' });
  context.label((say) => (clear.textContent = say('clear')));
  clear.addEventListener('click', () => {
    for (const { input } of inputs) input.checked = false;
    draw();
    inputs[0]?.input.focus();
    host.changed(false);
  });
  block.append(stage.element, list, h('div', { class: 'interaction-foot' }, clear));

  function changed(input: HTMLInputElement): void {
    if (!isSingle && most > 0 && inputs.filter((one) => one.input.checked).length > most) {
      input.checked = false;
      host.say(context.say('limitReached', most));
      flash(block);
      return;
    }
    draw();
    host.changed(false);
  }

  function draw(): void {
    for (const { input, shape } of inputs) shape.classList.toggle('chosen', input.checked);
    clear.hidden = inputs.every(({ input }) => !input.checked);
  }

  draw();
  return {
    element: block,
    tokens(): Tokens {
      const chosen = inputs.filter(({ input }) => input.checked).map(({ identifier }) => identifier);
      return chosen.length === 0 ? null : chosen;
    },
    show(tokens) {
      for (const { input, identifier } of inputs) input.checked = tokens?.includes(identifier) ?? false;
      draw();
    },
  };
}

/** Areas of a picture to put in order. */
export function graphicOrder(element: Element, context: Context): Control {
  const areas = children(element, 'qti-hotspot-choice');
  const block = interaction('graphic-order', element, context);
  const stage = new Stage(element, context);
  areas.forEach((area, index) => stage.area(area, hasName(area) ? null : index + 1));
  const numbers = svg('g', { class: 'numbers' });
  stage.overlay.appendChild(numbers);
  // Drawn while it is being made, too.
  let made: OrderList | null = null;
  const list = new OrderList(element, areas, context, (area) => placeName(area, areas.indexOf(area), context), draw, true);
  made = list;
  for (const [identifier, shape] of stage.shapes) {
    shape.addEventListener('click', () => (list.current().includes(identifier) ? list.take(identifier) : list.put(identifier)));
  }
  function draw(): void {
    numbers.replaceChildren();
    made?.current().forEach((identifier, index) => {
      const [x, y] = stage.middle(identifier);
      numbers.appendChild(svg('g', { class: 'tag given' }, svg('circle', { cx: x + 14, cy: y - 14, r: 12 }), svg('text', { x: x + 14, y: y - 9, 'text-anchor': 'middle' }, String(index + 1))));
    });
    for (const [identifier, shape] of stage.shapes) shape.classList.toggle('chosen', made?.current().includes(identifier) ?? false);
  }
  block.append(stage.element, list.element);
  return { element: block, tokens: () => list.tokens(), show: (tokens) => list.show(tokens) };
}

/** Areas of a picture to connect: by clicking two, or in lists. */
export function graphicAssociate(element: Element, context: Context): Control {
  const areas = children(element, 'qti-associable-hotspot');
  const block = interaction('graphic-associate', element, context);
  const stage = new Stage(element, context);
  areas.forEach((area, index) => stage.area(area, hasName(area) ? null : index + 1));
  const lines = svg('g', { class: 'lines' });
  stage.overlay.appendChild(lines);
  const names = (identifier: string): string => {
    const index = areas.findIndex((area) => identifierOf(area) === identifier);
    return areas[index] ? placeName(areas[index], index, context) : identifier;
  };
  const named = areas.map((area, index) => {
    const copy = document.createElementNS(area.namespaceURI, area.localName);
    for (const attribute of Array.from(area.attributes)) copy.setAttribute(attribute.name, attribute.value);
    copy.textContent = hasName(area) ? (area.getAttribute('hotspot-label') ?? '') : String(index + 1);
    return copy;
  });
  let made: PairList | null = null;
  const list = new PairList(element, named, names, context, draw);
  made = list;
  let first: string | null = null;
  for (const [identifier, shape] of stage.shapes) {
    shape.addEventListener('click', () => {
      if (first === null) first = identifier;
      else {
        if (first !== identifier) list.add(first, identifier);
        first = null;
      }
      for (const [other, one] of stage.shapes) one.classList.toggle('pointed', other === first);
    });
  }
  function draw(): void {
    lines.replaceChildren();
    for (const token of made?.tokens() ?? []) {
      const [one = '', other = ''] = token.split(' ');
      const [x1, y1] = stage.middle(one);
      const [x2, y2] = stage.middle(other);
      lines.appendChild(svg('line', { x1, y1, x2, y2 }));
    }
  }
  block.append(stage.element, list.element);
  return { element: block, tokens: () => list.tokens(), show: (tokens) => list.show(tokens) };
}

/** Areas of a picture to fill with texts or pictures: a list for each. */
export function graphicGapMatch(element: Element, context: Context): Control {
  const sources = children(element, 'qti-gap-text', 'qti-gap-img');
  const areas = children(element, 'qti-associable-hotspot');
  const block = interaction('graphic-gap-match', element, context);
  const stage = new Stage(element, context);
  const bank = bankOf(sources, context);
  const list = h('ol', { class: 'gap-list' });
  const gaps: Gaps = new Gaps(element, sources, bank, context, draw);
  areas.forEach((area, index) => {
    const shape = stage.area(area, hasName(area) ? null : index + 1);
    const target = { ...pairable(area, () => placeName(area, index, context), 1), most: 1 };
    const select = gaps.select(target);
    const text = h('span', {});
    context.label(() => (text.textContent = placeName(area, index, context)));
    list.appendChild(h('li', { class: 'gap-row' }, text, select));
    shape.addEventListener('click', () => {
      select.focus();
      if ('showPicker' in select) select.showPicker();
    });
    select.addEventListener('focus', () => shape.classList.add('pointed'));
    select.addEventListener('blur', () => shape.classList.remove('pointed'));
  });
  function draw(): void {
    for (const [identifier, shape] of stage.shapes) shape.classList.toggle('chosen', gaps.filledWith(identifier) !== null);
  }
  block.append(bank.element, stage.element, list);
  return { element: block, tokens: () => gaps.tokens(), show: (tokens) => gaps.show(tokens) };
}

/** Points in a picture: by clicking, by arrow keys, or by numbers. Also places the object of a position-object interaction. */
export function selectPoint(element: Element, context: Context, stageOf: Element = element): Control {
  const { declaration, host } = context;
  const asked = whole(element, 'max-choices', 1);
  const most = declaration.cardinality === 'single' ? 1 : asked;
  const block = interaction('select-point', element, context);
  const stage = new Stage(stageOf, context);
  const help = h('p', { class: 'hint', id: freshId('help') });
  context.label((say) => (help.textContent = say('pointHelp')));
  // One tab stop that takes arrow keys: an application in ARIA's sense.
  stage.element.tabIndex = 0;
  stage.element.setAttribute('role', 'application');
  stage.element.setAttribute('aria-describedby', help.id);
  context.label((say) => stage.element.setAttribute('aria-label', say('picture')));
  const object = stageOf === element ? null : children(element, 'img', 'object', 'picture')[0];
  const marks = svg('g', { class: 'marks' });
  const cross = svg('g', { class: 'cross' }, svg('line', { x1: -14, y1: 0, x2: 14, y2: 0 }), svg('line', { x1: 0, y1: -14, x2: 0, y2: 14 }));
  stage.overlay.append(marks, cross);
  const list = h('ul', { class: 'point-list' });
  context.label((say) => list.setAttribute('aria-label', say('points')));
  let points: [number, number][] = [];
  let at: [number, number] | null = null;

  function place(x: number, y: number): void {
    if (most === 1) points = [[x, y]];
    else if (most > 0 && points.length >= most) {
      host.say(context.say('limitReached', most));
      flash(block);
      return;
    } else points = [...points, [x, y]];
    host.say(context.say('pointMarked', x, y));
    draw();
    host.changed(false);
  }

  function remove(index: number): void {
    points = points.filter((_, other) => other !== index);
    host.say(context.say('pointRemoved'));
    draw();
    host.changed(false);
  }

  stage.element.addEventListener('click', (event) => {
    if (stage.width === 0) return;
    const [x, y] = stage.pointAt(event);
    const near = points.findIndex(([px, py]) => Math.hypot(px - x, py - y) <= 12);
    if (near >= 0 && most !== 1) remove(near);
    else place(x, y);
  });
  stage.element.addEventListener('keydown', (event) => {
    const step = event.shiftKey ? 1 : 10;
    const move: [number, number] | undefined = ({ ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] } as Record<string, [number, number]>)[event.key];
    if (move) {
      const [x, y] = at ?? [Math.round(stage.width / 2), Math.round(stage.height / 2)];
      at = [clamp(x + move[0], stage.width), clamp(y + move[1], stage.height)];
      host.say(context.say('pointedAt', at[0], at[1]));
    } else if (event.key === 'Enter' || event.key === ' ') {
      at ??= [Math.round(stage.width / 2), Math.round(stage.height / 2)];
      place(at[0], at[1]);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      if (points.length > 0) remove(points.length - 1);
    } else return;
    event.preventDefault();
    drawCross();
  });
  stage.element.addEventListener('blur', () => cross.classList.remove('on'));

  function drawCross(): void {
    if (!at) return;
    cross.classList.add('on');
    cross.setAttribute('transform', `translate(${at[0]} ${at[1]})`);
  }

  function draw(): void {
    marks.replaceChildren();
    list.replaceChildren();
    points.forEach(([x, y], index) => {
      const url = object ? context.file(object.getAttribute('src') ?? object.getAttribute('data') ?? '') : null;
      if (object && url) {
        const width = Number(object.getAttribute('width')) || 32;
        const height = Number(object.getAttribute('height')) || 32;
        marks.appendChild(svg('image', { href: url, x: x - width / 2, y: y - height / 2, width, height }));
      } else marks.appendChild(svg('g', { class: 'mark' }, svg('circle', { cx: x, cy: y, r: 11 }), svg('circle', { cx: x, cy: y, r: 2.5, class: 'mark-dot' })));
      list.appendChild(row(index));
    });
    more.hidden = most > 0 && points.length >= most;
  }

  function row(index: number): HTMLElement {
    const [x, y] = points[index] ?? [0, 0];
    const field = (key: 'across' | 'down', value: number, limit: number, set: (value: number) => void): HTMLElement => {
      const input = h('input', { type: 'number', min: 0, max: limit, value, class: 'coordinate' });
      input.addEventListener('change', () => {
        set(clamp(Math.round(Number(input.value) || 0), limit));
        draw();
        host.changed(false);
      });
      return h('label', {}, `${context.say(key)} `, input);
    };
    const name = context.say('point', index + 1);
    const away = h('button', { type: 'button', class: 'small', 'aria-label': context.say('removeThis', name), title: context.say('remove') }, '×');
    away.addEventListener('click', () => {
      remove(index);
      (list.querySelector('button') ?? more).focus();
    });
    return h('li', { class: 'point-row' }, h('span', {}, name), field('across', x, stage.width, (value) => (points[index] = [value, points[index]?.[1] ?? 0])), field('down', y, stage.height, (value) => (points[index] = [points[index]?.[0] ?? 0, value])), away);
  }

  const more = h('button', { type: 'button', class: 'quiet' });
  more.addEventListener('click', () => {
    place(Math.round(stage.width / 2), Math.round(stage.height / 2));
    const rows = list.querySelectorAll<HTMLInputElement>('li input');
    rows[rows.length - 2]?.focus();
  });
  context.label((say) => {
    more.textContent = say('addPoint');
    draw();
  });
  block.append(stage.element, help, list, h('div', { class: 'interaction-foot' }, more));
  return {
    element: block,
    tokens: () => (points.length === 0 ? null : points.map(([x, y]) => `${x} ${y}`)),
    show(tokens) {
      points = (tokens ?? []).map((token) => token.trim().split(/\s+/).map(Number)).filter((point): point is [number, number] => point.length === 2 && point.every(Number.isInteger));
      draw();
    },
  };
}

/** A number on a scale. Nothing is given before it was moved. */
export function slider(element: Element, context: Context): Control {
  const { declaration, host } = context;
  const lower = Number(element.getAttribute('lower-bound') ?? 0);
  const upper = Number(element.getAttribute('upper-bound') ?? 100);
  const step = Number(element.getAttribute('step') ?? (declaration.baseType === 'integer' ? 1 : (upper - lower) / 100)) || 1;
  const block = interaction('slider', element, context);
  const input = h('input', { type: 'range', min: lower, max: upper, step });
  context.label((say) => input.setAttribute('aria-label', say('slider')));
  if (element.getAttribute('reverse') === 'true') input.dir = 'rtl';
  const value = h('output', {});
  const clear = h('button', { type: 'button', class: 'quiet' });
  let isGiven = false;
  const draw = (): void => {
    value.textContent = isGiven ? context.say('sliderAt', input.value) : context.say('sliderUnset');
    input.classList.toggle('unset', !isGiven);
    clear.hidden = !isGiven;
    clear.textContent = context.say('clearResponse');
  };
  context.label(draw);
  const give = (typing: boolean): void => {
    isGiven = true;
    draw();
    host.changed(typing);
  };
  input.addEventListener('input', () => give(true));
  input.addEventListener('change', () => give(false));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') give(false);
  });
  input.addEventListener('click', () => give(false));
  clear.addEventListener('click', () => {
    isGiven = false;
    input.value = String((lower + upper) / 2);
    draw();
    input.focus();
    host.changed(false);
  });
  const ends = h('div', { class: 'slider-ends', 'aria-hidden': 'true' }, h('span', {}, String(lower)), h('span', {}, String(upper)));
  block.append(input, ends, h('div', { class: 'interaction-foot' }, value, clear));
  return {
    element: block,
    tokens: () => (isGiven ? [input.value] : null),
    show(tokens) {
      isGiven = tokens !== null && tokens.length > 0;
      input.value = tokens?.[0] ?? String((lower + upper) / 2);
      draw();
    },
  };
}
