import type { Shown } from '@gongyuan/item-renderer';
import { Composing } from '@gongyuan/item-renderer';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Bridge } from '../bridge/bridge';
import type { Facets } from '../bridge/facets';

/** Chinese input: whether it is there and on, by which method, and what is being composed (seat-page.md section 13). */
export class ChineseInput {
  /** Chinese or Latin, as the candidate left it. */
  readonly isWanted = ref(true);
  readonly shown = shallowRef<Shown | null>(null);
  private readonly chosen = ref('');
  private readonly composing: Composing;

  constructor(
    bridge: Bridge,
    private readonly facet: () => Facets['input'] | undefined,
  ) {
    this.composing = new Composing(
      { begin: () => bridge.composeBegin(this.method.value?.id ?? ''), key: (key, shift) => bridge.compose(key, shift), end: () => bridge.composeEnd() },
      (shown) => (this.shown.value = shown),
    );
    watch(this.isOn, (on) => this.composing.turn(on), { immediate: true, flush: 'sync' });
  }

  readonly isThere = computed(() => this.facet()?.state === 'ready');
  readonly isMissing = computed(() => this.facet()?.state === 'absent');
  readonly isOn = computed(() => this.isThere.value && this.isWanted.value);
  readonly methods = computed(() => this.facet()?.methods ?? []);
  readonly method = computed(() => this.methods.value.find((one) => one.id === this.chosen.value) ?? this.methods.value[0]);

  listen(document: Document): void {
    this.composing.listen(document);
  }

  /** Drops what is undecided. */
  leave(): void {
    this.composing.leave();
  }

  toggle(): void {
    this.isWanted.value = !this.isWanted.value;
  }

  /** Goes on to the next method. */
  next(): void {
    const all = this.methods.value;
    const index = all.findIndex((one) => one.id === this.method.value?.id);
    this.leave();
    this.chosen.value = all[(index + 1) % all.length]?.id ?? '';
  }

  choose(index: number): void {
    this.composing.choose(index);
  }

  turnPage(by: 1 | -1): void {
    this.composing.turnPage(by);
  }
}
