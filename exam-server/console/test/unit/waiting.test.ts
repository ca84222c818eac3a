import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Source } from '../../src/live/waiting';
import { Waiting } from '../../src/live/waiting';

class FakeSource implements Source {
  readonly handlers = new Map<string, (event: MessageEvent<string>) => void>();
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readyState = 1;
  addEventListener(name: string, then: (event: MessageEvent<string>) => void): void {
    this.handlers.set(name, then);
  }
  close(): void {
    this.readyState = 2;
  }
  tell(name: string, data: unknown): void {
    this.handlers.get(name)?.({ data: JSON.stringify(data) } as MessageEvent<string>);
  }
}

const act = (id: string): object => ({ id, kind: 'void', upon: 'spring-a', reason: 'r', proposer: 'li', proposed: '2026-01-01T00:00:00Z', expires: '2026-01-01T00:10:00Z', state: 'proposed' });

describe('What waits for a person', () => {
  let sources: FakeSource[];
  let signedOut: number;
  let waiting: Waiting;
  beforeEach(() => {
    vi.useFakeTimers();
    sources = [];
    signedOut = 0;
    waiting = new Waiting(
      () => signedOut++,
      () => {
        sources.push(new FakeSource());
        return sources.at(-1)!;
      },
    );
    waiting.listen();
  });
  afterEach(() => vi.useRealTimers());

  it('is the whole list of the last event', () => {
    sources[0]!.onopen?.();
    sources[0]!.tell('waiting', { acts: [act('a'), act('b')] });
    sources[0]!.tell('waiting', { acts: [act('b')] });
    expect(waiting.acts.value.map((one) => one.id)).toEqual(['b']);
    expect(waiting.line.value).toBe('live');
  });

  it('stays on the page while the line is lost, and the browser comes back by itself', () => {
    sources[0]!.tell('waiting', { acts: [act('a')] });
    sources[0]!.readyState = 0;
    sources[0]!.onerror?.();
    expect(waiting.line.value).toBe('waiting');
    expect(waiting.acts.value.length).toBe(1);
    expect(sources.length).toBe(1);
    sources[0]!.onopen?.();
    expect(waiting.line.value).toBe('live');
  });

  it('comes back after pauses that double when the node turned it away', () => {
    for (const pause of [1_000, 2_000, 4_000]) {
      const before = sources.length;
      sources.at(-1)!.readyState = 2;
      sources.at(-1)!.onerror?.();
      vi.advanceTimersByTime(pause - 1);
      expect(sources.length).toBe(before);
      vi.advanceTimersByTime(1);
      expect(sources.length).toBe(before + 1);
    }
  });

  it('is forgotten when the sign-in ends', () => {
    sources[0]!.tell('waiting', { acts: [act('a')] });
    sources[0]!.tell('signed-out', {});
    expect(waiting.acts.value).toEqual([]);
    expect(waiting.line.value).toBe('closed');
    expect(signedOut).toBe(1);
    vi.advanceTimersByTime(60_000);
    expect(sources.length).toBe(1);
  });
});
