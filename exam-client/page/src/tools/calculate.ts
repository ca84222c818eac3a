/** A calculator's arithmetic: a parser of our own, no eval. */

/** Why there is no result. */
export type Trouble = 'error' | 'undefined' | 'tooLarge';

export class NotCalculated extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble);
  }
}

/** What an expression may use beside numbers. */
export interface Settings {
  degrees: boolean;
  answer: number;
  memory: number;
}

type Token = { kind: 'number'; value: number } | { kind: 'sign'; text: string } | { kind: 'name'; text: string };

const NAMES = ['asin', 'acos', 'atan', 'sin', 'cos', 'tan', 'ln', 'log', 'exp', 'abs', 'Ans', 'M', 'π', 'pi', 'e', 'sqrt'];
const LONGEST = 200;

function tokens(text: string): Token[] {
  const found: Token[] = [];
  // Full-width signs of Chinese input methods mean the same.
  let rest = text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/[\u2212–]/g, '-').replace(/[×·]/g, '*').replace(/÷/g, '/').replace(/²/g, '^2').replace(/³/g, '^3');
  if (rest.length > LONGEST) throw new NotCalculated('error');
  while ((rest = rest.trimStart()) !== '') {
    const number = /^(\d+\.?\d*|\.\d+)(E[+-]?\d+)?/.exec(rest);
    if (number) {
      found.push({ kind: 'number', value: Number(number[0]) });
      rest = rest.slice(number[0].length);
      continue;
    }
    const name = NAMES.find((one) => rest.startsWith(one));
    if (name) {
      found.push({ kind: 'name', text: name === 'pi' ? 'π' : name });
      rest = rest.slice(name.length);
      continue;
    }
    const sign = rest.charAt(0);
    if (!'+-*/^()!%√'.includes(sign)) throw new NotCalculated('error');
    found.push(sign === '√' ? { kind: 'name', text: 'sqrt' } : { kind: 'sign', text: sign });
    rest = rest.slice(1);
  }
  return found;
}

/**
 * The value of an expression. From weak to strong: + −; × ÷ and what stands side by side; sign; ^ from the right;
 * ! and %; functions, which take the next factor, so √9+1 is 4.
 */
export function calculate(text: string, settings: Settings): number {
  const all = tokens(text);
  let at = 0;
  const sign = (...signs: string[]): string | null => {
    const token = all[at];
    if (token?.kind === 'sign' && signs.includes(token.text)) {
      at += 1;
      return token.text;
    }
    return null;
  };
  // Side by side means multiplied, but for a number: 1..2 and 2 3 are slips.
  const beginsFactor = (): boolean => {
    const token = all[at];
    return token?.kind === 'name' || (token?.kind === 'sign' && token.text === '(');
  };

  function sum(): number {
    let value = product();
    for (let by = sign('+', '-'); by; by = sign('+', '-')) {
      const other = product();
      value = by === '+' ? value + other : value - other;
    }
    return value;
  }
  function product(): number {
    let value = signed();
    for (;;) {
      const by = sign('*', '/');
      if (by === '*' || (by === null && beginsFactor())) value *= by ? signed() : power();
      else if (by === '/') {
        const other = signed();
        if (other === 0) throw new NotCalculated('undefined');
        value /= other;
      } else return value;
    }
  }
  function signed(): number {
    const by = sign('+', '-');
    if (by) return by === '-' ? -signed() : signed();
    return power();
  }
  function power(): number {
    const base = postfix();
    if (!sign('^')) return base;
    const exponent = signed();
    const value = base ** exponent;
    if (Number.isNaN(value) || (base === 0 && exponent <= 0)) throw new NotCalculated('undefined');
    return value;
  }
  function postfix(): number {
    let value = primary();
    for (let by = sign('!', '%'); by; by = sign('!', '%')) value = by === '%' ? value / 100 : factorial(value);
    return value;
  }
  function primary(): number {
    const token = all[at];
    if (!token) throw new NotCalculated('error');
    at += 1;
    if (token.kind === 'number') return token.value;
    if (token.kind === 'name') return named(token.text);
    if (token.text !== '(') throw new NotCalculated('error');
    const value = sum();
    // A bracket left open at the end is closed, as on a pocket calculator.
    if (!sign(')') && at < all.length) throw new NotCalculated('error');
    return value;
  }
  function named(name: string): number {
    switch (name) {
      case 'π':
        return Math.PI;
      case 'e':
        return Math.E;
      case 'Ans':
        return settings.answer;
      case 'M':
        return settings.memory;
    }
    const value = all[at]?.kind === 'sign' && sign('-') ? -power() : power();
    return applied(name, value, settings.degrees);
  }

  const value = sum();
  if (at < all.length) throw new NotCalculated('error');
  if (Number.isNaN(value)) throw new NotCalculated('undefined');
  if (!Number.isFinite(value)) throw new NotCalculated('tooLarge');
  return value;
}

function factorial(value: number): number {
  if (!Number.isInteger(value) || value < 0) throw new NotCalculated('undefined');
  if (value > 170) throw new NotCalculated('tooLarge');
  let product = 1;
  for (let factor = 2; factor <= value; factor++) product *= factor;
  return product;
}

function applied(name: string, value: number, degrees: boolean): number {
  const angle = degrees ? (value * Math.PI) / 180 : value;
  const back = (radians: number): number => (degrees ? (radians * 180) / Math.PI : radians);
  const defined = (ok: boolean, result: number): number => {
    if (!ok) throw new NotCalculated('undefined');
    return result;
  };
  switch (name) {
    case 'sin':
      return tidy(Math.sin(angle));
    case 'cos':
      return tidy(Math.cos(angle));
    case 'tan':
      return defined(Math.abs(Math.cos(angle)) > 1e-15, tidy(Math.tan(angle)));
    case 'asin':
      return defined(Math.abs(value) <= 1, back(Math.asin(value)));
    case 'acos':
      return defined(Math.abs(value) <= 1, back(Math.acos(value)));
    case 'atan':
      return back(Math.atan(value));
    case 'ln':
      return defined(value > 0, Math.log(value));
    case 'log':
      return defined(value > 0, Math.log10(value));
    case 'sqrt':
      return defined(value >= 0, Math.sqrt(value));
    case 'exp':
      return Math.exp(value);
    case 'abs':
      return Math.abs(value);
  }
  throw new NotCalculated('error');
}

/** The sine of 180° is 0, not 1.2e-16. */
function tidy(value: number): number {
  return Math.abs(value) < 1e-15 ? 0 : value;
}

/** A number as a calculator shows it: twelve significant digits, exponents where it must. */
export function shown(value: number): string {
  const rounded = Number(value.toPrecision(12));
  if (rounded === 0) return '0';
  const size = Math.abs(rounded);
  if (size >= 1e12 || size < 1e-6) {
    const [digits = '', exponent = ''] = rounded.toExponential(11).split('e');
    return `${digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits}E${exponent.replace('+', '')}`;
  }
  return String(rounded);
}
