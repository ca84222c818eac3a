import type { Ref, ShallowRef } from 'vue';
import { ref, shallowRef, watch } from 'vue';

/** What was read when somebody asked for it; null before, and again once it may be another. */
export interface Reading<T> {
  found: ShallowRef<T | null>;
  thrown: Ref<unknown>;
  busy: Ref<boolean>;
  read(): Promise<void>;
}

/**
 * Reads something only when somebody asks for it, since every look is an entry of the audit.
 *
 * @param version another text once what is read may be another
 */
export function useReading<T>(version: () => string, ask: () => Promise<T>): Reading<T> {
  const found = shallowRef<T | null>(null);
  const thrown = ref<unknown>(null);
  const busy = ref(false);

  async function read(): Promise<void> {
    const asked = version();
    busy.value = true;
    thrown.value = null;
    try {
      const now = await ask();
      if (version() === asked) found.value = now;
    } catch (refused) {
      thrown.value = refused;
    } finally {
      busy.value = false;
    }
  }

  watch(version, () => (found.value = null));
  return { found, thrown, busy, read };
}
