import type { Schemas } from '#contract';
import type { ShallowRef } from 'vue';
import { onMounted, shallowRef, watch } from 'vue';
import { isRefusal } from '../contract/refusal';
import { session } from '../session/session';
import { now } from './clock';
import { useDecided } from './decided';

/** A list that waits for nobody, of which the node tells that it is another by now (staff-contract.md 6.2). */
export type List = keyof NonNullable<Schemas['Acts']['changed']>;

/** How soon a list is read again at the earliest: a roster of seats may change it many times in a second. */
const REST_MILLIS = 3_000;

/** What passes by itself: no answer, too often, a fault of the node. */
const passes = (thrown: unknown): boolean => isRefusal(thrown) && (thrown.status === 0 || thrown.status === 429 || thrown.status >= 500);

/**
 * Reads anew when the node tells that a list is another by now, whoever changed it. What is told while the line is lost is
 * told by the first event after it.
 */
export function useChanged(list: List, read: () => Promise<void>): void {
  let isDue = false;
  let isReading = false;
  let readAt = -Infinity;
  async function quietly(): Promise<void> {
    if (!isDue || isReading || now.value - readAt < REST_MILLIS) return;
    isDue = false;
    isReading = true;
    readAt = now.value;
    try {
      await read();
    } catch (thrown) {
      isDue = passes(thrown);
    } finally {
      isReading = false;
    }
  }
  watch(
    () => session.waiting.all.value.changed?.[list],
    (is, was) => {
      if (was === undefined || is === undefined) return;
      isDue = true;
      void quietly();
    },
  );
  watch(now, () => void quietly());
}

/**
 * Reads a list when the page is opened, and anew when it changed or an act was decided. What the first reading threw is
 * given back, to be shown.
 */
export function useList(list: List, read: () => Promise<void>): ShallowRef<unknown> {
  const thrown = shallowRef<unknown>(null);
  onMounted(() => read().catch((refused: unknown) => (thrown.value = refused)));
  useDecided(read);
  useChanged(list, read);
  return thrown;
}
