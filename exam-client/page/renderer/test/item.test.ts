import { beforeAll, describe, expect, it, vi } from 'vitest';
import { declare, item, ITEMS } from '../../test/seat/form';
import type { Host, ItemResponse } from '../src/index';
import { instructions, ItemView, NotAnItem } from '../src/index';

function host(): Host & { faults: string[]; said: string[]; changes: boolean[] } {
  const faults: string[] = [];
  const said: string[] = [];
  const changes: boolean[] = [];
  return { faults, said, changes, changed: (typing) => changes.push(typing), say: (words) => said.push(words), fault: (kind, detail) => faults.push(`${kind} ${detail}`) };
}

function view(xml: string, response: ItemResponse | null = null, order: Record<string, string[]> = {}, to = host()): ItemView {
  const made = new ItemView({ xml, order, files: { 'assets/engine.svg': '/asset/7' }, stimuli: [], response }, to, { language: 'zh', both: false, prefix: 'p1-', struck: {} });
  document.body.replaceChildren(made.body);
  return made;
}

const CHOICE = ITEMS[0]?.xml ?? '';
const TEXT = declare('RESPONSE', 'single', 'string');
const entry = '<p><qti-text-entry-interaction response-identifier="RESPONSE"/></p>';

beforeAll(() => {
  // jsdom knows no layout.
  Element.prototype.scrollIntoView ??= () => undefined;
});

/** What a candidate may have given to each item of the test form. */
const GIVEN: Record<string, ItemResponse> = {
  choice: [['RESPONSE', ['D']]],
  'multiple choice': [['RESPONSE', ['A', 'B']]],
  'inline choice': [['VOLTAGE', ['V']], ['RESISTANCE', ['OHM']]],
  'text entry': [['NUMBER', ['1.81']], ['FORMULA', ['V=πD²/4']]],
  'extended text': [['RESPONSE', ['车轮动不平衡。\n𠮷']]],
  match: [['RESPONSE', ['MICROMETER DIAMETER', 'SOUND PRESSURE']]],
  order: [['RESPONSE', ['OFF', 'PULL', 'WAIT', 'TEST']]],
  hottext: [['RESPONSE', ['H2', 'H4']]],
  'gap match': [['RESPONSE', ['LEAN G1', 'MORE G2']]],
  associate: [['RESPONSE', ['PISTON RING', 'VALVE SPRING']]],
  hotspot: [['RESPONSE', ['P3']]],
  'select point': [['RESPONSE', ['12 30', '400 300']]],
  'graphic order': [['RESPONSE', ['P2', 'P1']]],
  'graphic associate': [['RESPONSE', ['P1 P2']]],
  'graphic gap match': [['RESPONSE', ['FAN P1', 'PUMP P4']]],
  slider: [['RESPONSE', ['850']]],
  'position object': [['RESPONSE', ['100 120']]],
  case: [['RESPONSE', ['A']]],
};

describe('An item of every interaction', () => {
  it.each(ITEMS.map((one) => [one.name, one]))('shows a %s response as it was given, and nothing as nothing', (name, one) => {
    const to = host();
    expect(view(one.xml, GIVEN[name] ?? null, one.order, to).response()).toEqual(GIVEN[name]);
    const empty = view(one.xml, null, one.order, to);
    expect(empty.response().map(([, tokens]) => tokens)).toEqual(GIVEN[name]?.map(() => null));
    expect(empty.isAnswered()).toBe(false);
    expect(to.faults).toEqual([]);
  });
});

describe('Options', () => {
  it('stand in the order of the seat, and are given in the order of the XML', () => {
    const one = ITEMS[1]?.xml ?? '';
    const made = view(one, null, { RESPONSE: ['D', 'B'] });
    const inputs = [...made.body.querySelectorAll('input')];
    expect(inputs.map((input) => input.value)).toEqual(['D', 'B', 'A', 'C']);
    inputs[1]?.click();
    inputs[2]?.click();
    expect(made.response()).toEqual([['RESPONSE', ['A', 'B']]]);
  });
  it('beyond the most that may be chosen are refused and said', () => {
    const to = host();
    const made = view(ITEMS[1]?.xml ?? '', null, {}, to);
    made.body.querySelectorAll('input').forEach((input) => input.click());
    expect(made.response()).toEqual([['RESPONSE', ['A', 'B']]]);
    expect(to.said.length).toBe(2);
  });
  it('struck out are not chosen, and chosen again are not struck out', () => {
    const made = view(CHOICE, [['RESPONSE', ['A']]]);
    const option = made.body.querySelector('.option');
    option?.querySelector<HTMLButtonElement>('.strike')?.click();
    expect(made.response()).toEqual([['RESPONSE', null]]);
    expect(made.struck.toJSON()).toEqual({ RESPONSE: ['A'] });
    option?.querySelector('input')?.click();
    expect(made.response()).toEqual([['RESPONSE', ['A']]]);
    expect(made.struck.toJSON()).toEqual({});
  });
  it('can be cleared', () => {
    const made = view(CHOICE, [['RESPONSE', ['A']]]);
    made.body.querySelector<HTMLButtonElement>('.quiet')?.click();
    expect(made.response()).toEqual([['RESPONSE', null]]);
  });
});

describe('Pairs', () => {
  const box = (made: ItemView, row: number, column: number): HTMLInputElement => made.body.querySelectorAll('tbody tr')[row]?.querySelectorAll('input')[column] as HTMLInputElement;
  it('move when both sides may be used once', () => {
    const made = view(ITEMS[5]?.xml ?? '');
    box(made, 0, 0).click();
    box(made, 0, 1).click();
    expect(made.response()).toEqual([['RESPONSE', ['MICROMETER RESISTANCE']]]);
    box(made, 2, 1).click();
    expect(made.response()).toEqual([['RESPONSE', ['INSULATION RESISTANCE']]]);
  });
  it('beyond max-associations are refused and said', () => {
    const xml = (ITEMS[5]?.xml ?? '').replace('max-associations="3"', 'max-associations="1"');
    const to = host();
    const made = view(xml, null, {}, to);
    box(made, 0, 0).click();
    box(made, 1, 1).click();
    expect(made.response()).toEqual([['RESPONSE', ['MICROMETER PRESSURE']]]);
    expect(to.said).toHaveLength(1);
  });
  it('of identifiers that both sets use stay apart', () => {
    const set = '<qti-simple-match-set><qti-simple-associable-choice identifier="A" match-max="2">a</qti-simple-associable-choice><qti-simple-associable-choice identifier="B" match-max="1">b</qti-simple-associable-choice></qti-simple-match-set>';
    const made = view(item(declare('RESPONSE', 'multiple', 'directedPair'), `<qti-match-interaction response-identifier="RESPONSE" max-associations="0">${set}${set}</qti-match-interaction>`));
    box(made, 0, 0).click();
    box(made, 0, 1).click();
    box(made, 1, 1).click();
    expect(made.response()).toEqual([['RESPONSE', ['A A', 'B B']]]);
  });
  it('keep to match groups', () => {
    const made = view(
      item(
        declare('RESPONSE', 'multiple', 'directedPair'),
        '<qti-gap-match-interaction response-identifier="RESPONSE"><qti-gap-text identifier="X" match-max="1" match-group="G1">x</qti-gap-text><qti-gap-text identifier="Y" match-max="1">y</qti-gap-text><p><qti-gap identifier="G1"/> <qti-gap identifier="G2"/></p></qti-gap-match-interaction>',
      ),
    );
    expect([...made.body.querySelectorAll('select')].map((select) => [...select.options].map((one) => one.value))).toEqual([['', 'X', 'Y'], ['', 'Y']]);
  });
});

describe('Putting in order', () => {
  it('counts only once the candidate did something', () => {
    const made = view(ITEMS[6]?.xml ?? '', null, ITEMS[6]?.order);
    expect(made.response()).toEqual([['RESPONSE', null]]);
    made.body.querySelectorAll<HTMLButtonElement>('[aria-label^="下移"]')[0]?.click();
    expect(made.response()).toEqual([['RESPONSE', ['TEST', 'WAIT', 'OFF', 'PULL']]]);
  });
  it('can be said to be right as it stands', () => {
    const made = view(ITEMS[6]?.xml ?? '', null, ITEMS[6]?.order);
    [...made.body.querySelectorAll('button')].find((button) => button.textContent === '就按这个顺序')?.click();
    expect(made.response()).toEqual([['RESPONSE', ['WAIT', 'TEST', 'OFF', 'PULL']]]);
  });
});

describe('Typing', () => {
  it('never takes half composed text for a response', () => {
    const to = host();
    const made = view(item(TEXT, entry), [['RESPONSE', ['车轮']]], {}, to);
    const field = made.body.querySelector('input') as HTMLInputElement;
    field.setSelectionRange(2, 2);
    field.dispatchEvent(new Event('compositionstart'));
    field.value = "车轮ping'heng";
    field.dispatchEvent(new Event('input'));
    expect(to.changes).toEqual([]);
    expect(made.response()).toEqual([['RESPONSE', ['车轮']]]);
    field.value = '车轮平衡';
    field.dispatchEvent(new Event('compositionend'));
    expect(to.changes).toEqual([true]);
    expect(made.response()).toEqual([['RESPONSE', ['车轮平衡']]]);
  });
  it('leaves out white space at the ends of a blank, and gives nothing for nothing', () => {
    const made = view(item(TEXT, entry), [['RESPONSE', ['  ']]]);
    expect(made.response()).toEqual([['RESPONSE', null]]);
    (made.body.querySelector('input') as HTMLInputElement).value = ' 1.81 ';
    expect(made.response()).toEqual([['RESPONSE', ['1.81']]]);
  });
  it.each([['1.81', ''], ['１．８１', ''], ['−3', ''], ['1e-3', ''], ['1,81', '数字'], ['约 2', '数字']])('says of %s beside the field: %s', (text, hint) => {
    const made = view(item(declare('RESPONSE', 'single', 'float'), entry), [['RESPONSE', [text]]]);
    expect(made.body.querySelector('.said')?.textContent).toContain(hint);
    if (hint === '') expect(made.body.querySelector('.said')?.textContent).toBe('');
    expect(made.response()).toEqual([['RESPONSE', [text]]]);
  });
});

describe('A pattern mask', () => {
  const masked = (text: string): string | null | undefined => view(item(TEXT, '<p><qti-text-entry-interaction response-identifier="RESPONSE" pattern-mask="^([A-Z]{3})?$"/></p>'), [['RESPONSE', [text]]]).body.querySelector('.said')?.textContent;
  it('is a hint at most, written with anchors or without', () => {
    expect([masked('ABS'), masked('abs')]).toEqual(['', '与要求的格式不符，请再核对']);
    const broken = view(item(TEXT, '<p><qti-text-entry-interaction response-identifier="RESPONSE" pattern-mask="[[a]"/></p>'), [['RESPONSE', ['x']]]);
    expect(broken.response()).toEqual([['RESPONSE', ['x']]]);
  });
});

describe('Content', () => {
  it.each([
    ['script', '<script xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0">alert(1)</script>'],
    ['a script of HTML', '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>'],
    ['iframe', '<iframe src="https://elsewhere/"/>'],
    ['form', '<form action="/x"><input/></form>'],
    ['style', '<style>body { display: none }</style>'],
    ['an interaction nobody knows', '<qti-portable-custom-interaction response-identifier="RESPONSE"/>'],
    ['a picture that is not the item’s', '<img src="assets/other.svg" alt=""/>'],
    ['a picture from elsewhere', '<img src="https://elsewhere/x.png" alt=""/>'],
  ])('does not show %s, and says so', (_, markup) => {
    const to = host();
    const made = view(item(TEXT, `<p>before</p><div>${markup}</div><p>after</p>${entry}`), null, {}, to);
    expect(made.body.querySelector('script, iframe, form, style, img')).toBeNull();
    expect(made.body.querySelector('.cannot-show')).not.toBeNull();
    expect(made.body.textContent).toMatch(/before.*after/s);
    expect(to.faults).toHaveLength(1);
  });
  it('carries no event attributes, links, positions or addresses', () => {
    const made = view(
      item(
        TEXT,
        `<p onclick="x()" id="bar" style="position: fixed; color: red; background-image: url(/x); margin-left: 16px"><a href="https://elsewhere/" onmouseover="x()">link</a></p><svg xmlns="http://www.w3.org/2000/svg" onload="x()" width="10" height="10"><a href="javascript:x()"><text>t</text></a><rect id="r" width="5" height="5" fill="url(https://elsewhere/#g)" onclick="x()"/><use href="#r"/></svg>${entry}`,
      ),
    );
    const paragraph = made.body.querySelector('p') as HTMLElement;
    expect([...paragraph.attributes].map((one) => one.name).sort()).toEqual(['class', 'id', 'style']);
    expect(paragraph.id).toBe('p1-bar');
    expect(paragraph.style.position).toBe('');
    expect(paragraph.style.backgroundImage).toBe('');
    expect(paragraph.style.marginLeft).toBe('1rem');
    expect(made.body.innerHTML).not.toMatch(/onclick|onload|onmouse|javascript|elsewhere|href="(?!#p1-)/);
    expect(made.body.querySelector('use')?.getAttribute('href')).toBe('#p1-r');
  });
  it('shows one of two parallel languages, both, or the only one', () => {
    const made = view(CHOICE);
    expect([made.hasParallel, made.body.dataset['shown'], made.body.dataset['parallel']]).toEqual([true, 'zh', 'true']);
    made.speak('en', true);
    expect(made.body.dataset['shown']).toBe('both');
    const single = view(item(TEXT, `<p class="en" xml:lang="en">Only English.</p>${entry}`));
    single.speak('zh', true);
    expect([single.hasParallel, single.body.dataset['shown']]).toEqual([false, 'zh']);
  });
  it('puts fences where MathML had them, and drops annotations', () => {
    const made = view(item(TEXT, `<p><math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mfenced open="[" close="]" separators=";"><mi>a</mi><mi>b</mi></mfenced><annotation>secret</annotation></semantics></math></p>${entry}`));
    expect(made.body.querySelector('math')?.textContent).toBe('[a;b]');
  });
  it('keeps headings of an item below the page’s', () => {
    const made = view(item(TEXT, `<h1>Title</h1><main>x</main>${entry}`));
    expect([made.body.querySelector('h3')?.textContent, made.body.querySelector('h1, main')]).toEqual(['Title', null]);
  });
  it('that is no item is refused', () => {
    for (const xml of ['<p>', '<qti-assessment-item/>', '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"/>']) expect(() => view(xml)).toThrow(NotAnItem);
  });
  it('of instructions follows the same rules', () => {
    const fault = vi.fn();
    const built = instructions('<p>a<script>x</script></p>', 's-', fault);
    expect(built.querySelector('script')).toBeNull();
    expect(fault).toHaveBeenCalledTimes(1);
    expect(instructions('<p>', 's-', fault).textContent).toBe('');
  });
});
