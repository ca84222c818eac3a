import type { Schemas } from '#contract';
import { readonly, ref, shallowRef } from 'vue';

/** How the line to the node stands. */
export type Line = 'closed' | 'connecting' | 'live' | 'waiting';

const LONGEST_PAUSE_MILLIS = 30_000;
const FIRST_PAUSE_MILLIS = 1_000;

/** What is needed of the browser's event source, so that a test can bring its own. */
export interface Source {
  addEventListener(name: string, then: (event: MessageEvent<string>) => void): void;
  onopen: (() => void) | null;
  onerror: (() => void) | null;
  readonly readyState: number;
  close(): void;
}

const CLOSED = 2;

/**
 * What waits for the person, told by the node whenever it changes (staff-contract.md 6). Every event is the whole list, so
 * nothing is missed over a lost line: the browser comes back by itself with the name of the last event it had. When the
 * node refused to be heard for now, this comes back after a pause that doubles.
 */
export class Waiting {
  readonly #acts = shallowRef<readonly Schemas['Act'][]>([]);
  readonly #line = ref<Line>('closed');
  readonly #open: () => Source;
  readonly #signedOut: () => void;
  #source: Source | null = null;
  #pause = FIRST_PAUSE_MILLIS;
  #again: ReturnType<typeof setTimeout> | undefined;

  /** The acts that wait. */
  readonly acts = readonly(this.#acts);

  /** How the line stands. */
  readonly line = readonly(this.#line);

  constructor(signedOut: () => void, open: () => Source = () => new EventSource('/staff/waiting/stream') as unknown as Source) {
    this.#signedOut = signedOut;
    this.#open = open;
  }

  /** Begins to listen; does nothing when it listens already. */
  listen(): void {
    if (this.#source !== null) return;
    this.#line.value = 'connecting';
    const source = this.#open();
    this.#source = source;
    source.addEventListener('waiting', (event) => {
      this.#acts.value = (JSON.parse(event.data) as Schemas['Acts']).acts;
    });
    source.addEventListener('signed-out', () => {
      this.stop();
      this.#signedOut();
    });
    source.onopen = () => {
      this.#line.value = 'live';
      this.#pause = FIRST_PAUSE_MILLIS;
    };
    source.onerror = () => {
      this.#line.value = 'waiting';
      if (source.readyState === CLOSED) this.#later();
    };
  }

  /** Ends listening and forgets what was told. */
  stop(): void {
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = null;
    this.#acts.value = [];
    this.#line.value = 'closed';
  }

  #later(): void {
    this.#source?.close();
    this.#source = null;
    this.#again = setTimeout(() => this.listen(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MILLIS);
  }
}
