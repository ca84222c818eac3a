import { describe, expect, it } from 'vitest';
import { momentOf } from '../../src/locale/moment';

describe('A day and time that was typed', () => {
  it.each([
    ['2026-05-04 09:00', '2026-05-04T09:00'],
    [' 2028-02-29T23:59 ', '2028-02-29T23:59'],
  ])('%j is %s', (typed, moment) => {
    expect(momentOf(typed, false)).toBe(moment);
  });

  it.each(['', '2026-05-04', '2026-02-31 09:00', '2026-02-29 09:00', '2026-04-31T09:00', '2026-13-01 09:00', '2026-05-04 24:00', '2026-05-04 09:60', '5/4/2026 9:00', '2026-05-04 09:00:30'])('%j is none', (typed) => {
    expect(momentOf(typed, false)).toBe('');
  });

  it('is a day alone where that is asked for', () => {
    expect(momentOf('2026-02-28', true)).toBe('2026-02-28');
    expect(momentOf('2026-02-30', true)).toBe('');
    expect(momentOf('2026-02-28 09:00', true)).toBe('');
  });
});
