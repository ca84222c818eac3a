import type { Facets } from '../bridge/facets';

/** The screens of seat-page.md section 3. */
export type Screen =
  | 'given-back' | 'stopped' | 'closed' | 'handing-in' | 'locked-out' | 'held' | 'welcome' | 'sign-in' | 'your-data' | 'camera' | 'rules' | 'try-out' | 'waiting' | 'exam';

/** What the screen follows from. */
export type Standing = Pick<Facets, 'after' | 'stopped' | 'closed' | 'stage' | 'machine' | 'lock' | 'entry'>;

/** The first row of the table that fits. */
export function screenOf(seat: Standing, hasBegun: boolean): Screen {
  if (seat.after) return 'given-back';
  if (seat.stopped || seat.stage === 'stopped') return 'stopped';
  if (seat.closed || seat.stage === 'closed') return 'closed';
  if (seat.stage === 'handing-in') return 'handing-in';
  if (seat.machine.verdict === 'refused') return 'locked-out';
  if (seat.stage === 'on-hold') return 'held';
  if (seat.stage === 'signed-out' || seat.stage === 'signing-in') return hasBegun ? 'sign-in' : 'welcome';
  if (seat.stage === 'confirming') return 'your-data';
  if (seat.entry.camera === 'due' && seat.stage === 'waiting') return 'camera';
  if (!seat.entry.pledged) return 'rules';
  if (seat.stage === 'waiting') return seat.entry.tried ? 'waiting' : 'try-out';
  return 'exam';
}
