import type { ItemResponse } from '@gongyuan/item-renderer';
import { Refused } from '../bridge/bridge';

/** Typing rests this long before it is given. */
export const REST = 600;

/** The longest a change waits while typing goes on. */
export const LONGEST = 2000;

/** A change refused for the moment is tried again after this long, also without being told to. */
const AGAIN = 1500;

/** Timers, so that tests need no patience. */
export interface Timers {
  now(): number;
  after(ms: number, act: () => void): () => void;
}

/** Gives responses whole, in order, at the times of seat-page.md 6.21, and keeps what could not be given. */
export class Giving {
  private waiting = new Map<number, { read: () => ItemResponse; since: number }>();
  private cancel: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();
  private last = new Map<number, string>();
  private stuck = new Set<number>();
  private isBusy = false;

  constructor(
    private readonly give: (place: number, response: ItemResponse) => Promise<number>,
    private readonly timers: Timers,
    private readonly outcome: { given(seq: number): void; waiting(isWaiting: boolean): void; refused(word: string): void; stuck(isStuck: boolean): void },
  ) {}

  /** What was given at this place before the page opened it, so that the same is not given again. */
  knows(place: number, response: ItemResponse): void {
    this.last.set(place, JSON.stringify(response));
  }

  /** A response changed. `read` gives it as it is when it is its turn. */
  changed(place: number, read: () => ItemResponse, typing: boolean): void {
    const now = this.timers.now();
    const since = this.waiting.get(place)?.since ?? now;
    this.waiting.set(place, { read, since });
    this.outcome.waiting(true);
    this.cancel();
    if (!typing) void this.flush();
    else this.cancel = this.timers.after(Math.max(0, Math.min(REST, since + LONGEST - now)), () => void this.flush());
  }

  /** Reads what is on the screen now, before its item goes away: later is too late. */
  settle(place: number): void {
    const entry = this.waiting.get(place);
    if (entry) {
      const response = entry.read();
      entry.read = () => response;
    }
  }

  /** Gives everything that waits. Resolves when it was given, or refused for now. */
  flush(): Promise<void> {
    this.cancel();
    this.running = this.running.then(() => this.giveAll());
    return this.running;
  }

  private async giveAll(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      for (const [place, entry] of [...this.waiting]) {
        const response = entry.read();
        const written = JSON.stringify(response);
        this.waiting.delete(place);
        if (this.last.get(place) === written) {
          this.free(place);
          continue;
        }
        try {
          const seq = await this.give(place, response);
          this.last.set(place, written);
          this.free(place);
          this.outcome.given(seq);
        } catch (refused) {
          const word = refused instanceof Refused ? refused.word : 'fault';
          this.outcome.refused(word);
          if (word === 'too-long' || word === 'unknown' || word === 'not-understood') {
            // Trying again does not help; only another response of this place does. Until then it is not saved.
            this.stuck.add(place);
            this.outcome.stuck(true);
            continue;
          }
          // Kept here and given again (6.22); a newer change of the same place goes before it.
          if (!this.waiting.has(place)) this.waiting.set(place, { read: () => response, since: this.timers.now() });
          this.cancel();
          this.cancel = this.timers.after(AGAIN, () => void this.flush());
          break;
        }
      }
    } finally {
      this.isBusy = false;
      this.outcome.waiting(this.waiting.size > 0);
    }
  }

  private free(place: number): void {
    if (this.stuck.delete(place)) this.outcome.stuck(this.stuck.size > 0);
  }

  /** The session is over, or another begins: nothing of it is given any more. */
  end(): void {
    this.cancel();
    this.waiting.clear();
    this.last.clear();
    this.stuck.clear();
    this.outcome.stuck(false);
    this.outcome.waiting(false);
  }

  /** Whether something was changed and not given. */
  isWaiting(): boolean {
    return this.waiting.size > 0 || this.isBusy;
  }

  /** What waits at a place, for a page that shows it again before it could be given. */
  pending(place: number): ItemResponse | null {
    return this.waiting.get(place)?.read() ?? null;
  }
}
