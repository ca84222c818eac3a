import type { Facets } from '../bridge/facets';

/** What the candidate is told about his work. */
export type WorkShown = { state: 'untouched' | 'saving' | 'kept' | 'stuck' } | { state: 'saved'; at: number };

/**
 * Never better than it is (5.4): *saved* only if the seat says so of everything it ever took from this page, and
 * nothing typed waits here.
 */
export function workShown(work: Facets['work'], highestGiven: number, isWaiting: boolean, isStuck = false): WorkShown {
  if (isStuck) return { state: 'stuck' };
  if (isWaiting) return { state: 'saving' };
  switch (work.state) {
    case 'saved':
      return work.saved >= highestGiven ? { state: 'saved', at: work.at } : { state: 'saving' };
    case 'kept':
      return work.given >= highestGiven ? { state: 'kept' } : { state: 'saving' };
    case 'untouched':
      return highestGiven > 0 ? { state: 'saving' } : { state: 'untouched' };
    case 'saving':
      return { state: 'saving' };
  }
}

/**
 * Whether a line that was there is gone (4.3). While nobody is signed in none is held, and none is lost, unless the
 * seat says what it tries in vain.
 */
export function isLineLost(line: Facets['line'] | undefined, candidate: Facets['candidate'] | undefined): boolean {
  return line !== undefined && line.known && !line.up && (Boolean(candidate) || line.words !== null);
}
