// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { calculate, NotCalculated, shown } from '../../src/tools/calculate';

const settings = { degrees: true, answer: 5, memory: 7 };

describe('The calculator', () => {
  it.each([
    ['1+2×3', '7'], ['(1+2)×3', '9'], ['2^3^2', '512'], ['-2^2', '-4'], ['2^-1', '0.5'], ['√9+1', '4'], ['√(9+7)', '4'], ['2π', '6.28318530718'], ['sin30', '0.5'], ['sin(180)', '0'], ['cos 60', '0.5'], ['tan45', '1'],
    ['asin(0.5)', '30'], ['ln(e)', '1'], ['log1000', '3'], ['5!', '120'], ['50%', '0.5'], ['200×5%', '10'], ['Ans+1', '6'], ['M×2', '14'], ['1.5E3', '1500'], ['3²+4²', '25'], ['2(3+4)', '14'], ['(1+2', '3'], ['0.1+0.2', '0.3'], ['１＋２', '3'],
    ['10÷4', '2.5'], ['1−3', '-2'], ['exp(0)', '1'], ['abs(-3)', '3'], ['8^(1/3)', '2'], ['170!', '7.25741561531E306'], ['1÷3', '0.333333333333'], ['0.8²π÷4×0.9×4', '1.80955736847'], ['2--3', '5'], ['10^-7', '1E-7'], ['sin-30', '-0.5'],
  ])('makes %s into %s', (text, result) => {
    expect(shown(calculate(text, settings))).toBe(result);
  });
  it('reads angles in radians too', () => {
    expect(shown(calculate('sin(π÷2)', { ...settings, degrees: false }))).toBe('1');
    expect(shown(calculate('acos(0)', { ...settings, degrees: false }))).toBe('1.57079632679');
  });
  it.each([
    ['1÷0', 'undefined'], ['√(-1)', 'undefined'], ['ln0', 'undefined'], ['tan90', 'undefined'], ['asin2', 'undefined'], ['(-8)^0.5', 'undefined'], ['2.5!', 'undefined'], ['0^0', 'undefined'], ['171!', 'tooLarge'], ['10^400', 'tooLarge'],
    ['', 'error'], ['1+', 'error'], [')', 'error'], ['1)(', 'error'], ['alert(1)', 'error'], ['1..2', 'error'], ['x', 'error'], ['constructor', 'error'], ['1'.repeat(201), 'error'],
  ])('says of %s: %s', (text, trouble) => {
    try {
      calculate(text, settings);
      expect.fail('it has a result');
    } catch (wrong) {
      expect(wrong).toBeInstanceOf(NotCalculated);
      expect((wrong as NotCalculated).trouble).toBe(trouble);
    }
  });
});
