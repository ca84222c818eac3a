import { describe, expect, it } from 'vitest';
import { clash } from '../../src/rooms/people/apart';

const table = {
  duties: [
    { duty: 'proctor', family: 'conduct' },
    { duty: 'system-administrator', family: 'system' },
    { duty: 'exam-officer', family: 'conduct' },
  ],
  permissions: [],
  apart: [{ one: 'system', other: 'conduct', zh: '系统管理员不参与考务', en: 'whoever runs the machines runs no sitting' }],
};
const at = Date.parse('2026-05-01T00:00:00Z');
const grant = (duty: string, from: string, until: string): { duty: string; area: string; from: string; until: string } => ({ duty, area: 'all', from, until });

describe('Duties that stay apart', () => {
  it('clash whichever comes first', () => {
    expect(clash(table, [grant('proctor', '2026-01-01T00:00:00Z', '2026-12-01T00:00:00Z')], 'system-administrator', at)).toMatchObject({ held: 'proctor' });
    expect(clash(table, [grant('system-administrator', '2026-01-01T00:00:00Z', '2026-12-01T00:00:00Z')], 'proctor', at)).toMatchObject({ held: 'system-administrator' });
  });

  it('clash with a duty that is still to come', () => {
    expect(clash(table, [grant('proctor', '2026-09-01T00:00:00Z', '2026-12-01T00:00:00Z')], 'system-administrator', at)).not.toBeNull();
  });

  it('do not clash with one that is over, nor within a family', () => {
    expect(clash(table, [grant('proctor', '2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z')], 'system-administrator', at)).toBeNull();
    expect(clash(table, [grant('proctor', '2026-01-01T00:00:00Z', '2026-12-01T00:00:00Z')], 'exam-officer', at)).toBeNull();
  });
});
