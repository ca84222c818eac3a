import { watch } from 'vue';
import { session } from '../session/session';
import { now } from './clock';

/** How long after an act left the list what it changed may still be under way. */
const UNDER_WAY_MILLIS = 4_000;

/**
 * Reads anew when an act that waits for the person, or that he proposed, is decided, so that the page shows what came of
 * it. An act leaves the list when it is approved and is carried out right after: it is read again each second for a moment,
 * and when the node tells that one more is decided.
 */
export function useDecided(read: () => Promise<void>): void {
  let until = 0;
  const quietly = (): void => void read().catch(() => undefined);
  watch(session.waiting.acts, () => {
    until = now.value + UNDER_WAY_MILLIS;
    quietly();
  });
  watch(now, (at) => {
    if (at < until) quietly();
  });
}
