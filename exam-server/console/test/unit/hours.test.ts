import { describe, expect, it } from 'vitest';
import { byHour } from '../../src/rooms/audit/hours';

const at = (hour: number, minute: number, outcome: string): { at: string; outcome: string } => ({ at: new Date(2026, 4, 4, hour, minute).toISOString(), outcome });

describe('A day by the hour', () => {
  it('counts what was done apart from what was not, and knows where each hour begins', () => {
    const hours = byHour([at(8, 59, 'done'), at(9, 0, 'read'), at(9, 30, 'not-permitted'), at(23, 59, 'done')], (outcome) => outcome === 'done' || outcome === 'read');
    expect(hours.length).toBe(24);
    expect(hours.filter((one) => one.first >= 0)).toEqual([
      { hour: 8, done: 1, other: 0, first: 0 },
      { hour: 9, done: 1, other: 1, first: 1 },
      { hour: 23, done: 1, other: 0, first: 3 },
    ]);
  });
});
