// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { Bridge, Refused, written } from '../../src/bridge/bridge';
import type { SeatQuery } from '../../src/bridge/bridge';
import { readEvent, readItem } from '../../src/bridge/facets';
import { partsOf } from '../../src/screens/receipt';
import type { Timers } from '../../src/state/giving';
import { Giving, LONGEST, REST } from '../../src/state/giving';
import { blockedKey } from '../../src/state/keys';
import { freshScene, readScene } from '../../src/state/scene';
import { screenOf } from '../../src/state/screen';
import { clockOf, Countdown, span } from '../../src/state/time';
import { isLineLost, workShown } from '../../src/state/work';
import { TestSeat } from '../seat/seat';

const first = (change: object = {}): string => JSON.stringify({ n: 1, put: { ...new TestSeat().facets, ...change } });

describe('An event of the seat', () => {
  it('is read when it has every facet', () => {
    expect(readEvent(first(), 1).stage).toBe('signed-out');
  });
  it.each([
    ['no JSON', '{'],
    ['another number', first().replace('"n":1', '"n":2')],
    ['a facet missing', JSON.stringify({ n: 1, put: { stage: 'running' } })],
    ['a stage nobody knows', first({ stage: 'paused' })],
    ['a field too many', first({ help: { raised: false, by: 'x' } })],
    ['a field too few', first({ work: { state: 'saved', at: 1, given: 1 } })],
    ['a negative time', first({ time: { state: 'running', left: -1, now: 0, zone: 480 } })],
    ['a picture from elsewhere', first({ camera: { state: 'live', picture: 'https://elsewhere/x', hints: [], good: true } })],
    ['a path that climbs', first({ camera: { state: 'live', picture: '/camera/../x', hints: [], good: true } })],
    ['words in one language', first({ stopped: { reason: 'moved', words: { zh: 'x' } } })],
    ['a text beyond its bound', first({ seat: { name: 'x'.repeat(101), exam: '', program: '', drill: false } })],
    ['a facet nobody knows', first({ mood: 1 })],
  ])('is refused with %s', (_, json) => {
    expect(() => readEvent(json, 1)).toThrow();
  });
  it('may later bring some facets only', () => {
    expect(readEvent('{"n":2,"put":{"help":{"raised":true}}}', 2)).toEqual({ help: { raised: true } });
  });
  it('never leads to a file outside the seat', () => {
    const answer = { place: 1, xml: '<x/>', order: {}, stimuli: [], files: { 'assets/a.svg': '//elsewhere/a.svg' }, response: null, seconds: 0 };
    expect(() => readItem(JSON.stringify(answer))).toThrow();
  });
});

describe('An ask', () => {
  it('escapes characters that java-cef would break, and says the same', () => {
    const ask = { ask: 'give', place: 1, response: [['RESPONSE', ['动不平衡𠮷']]] };
    expect(written(ask)).toContain('动不平衡\\ud842\\udfb7');
    expect(JSON.parse(written(ask))).toEqual(ask);
  });
});

describe('A page whose event went missing', () => {
  it('tells of it and listens anew', () => {
    const asked: string[] = [];
    let answer: ((text: string) => void) | undefined;
    const query: SeatQuery = ({ request, persistent, onSuccess }) => {
      const { ask, after } = JSON.parse(request) as { ask: string; after?: number };
      asked.push(after === undefined ? ask : `${ask} ${after}`);
      expect(persistent).toBe(false);
      if (ask !== 'fault') answer = onSuccess;
      return 1;
    };
    const later: (() => void)[] = [];
    const bridge = new Bridge(query, () => undefined, () => undefined, (act) => later.push(act));
    bridge.listen();
    answer?.(first());
    answer?.('{"n":2,"put":{"help":{"raised":true}}}');
    answer?.('{"n":4,"put":{}}');
    later.forEach((act) => act());
    expect(asked).toEqual(['listen', 'next 1', 'next 2', 'fault', 'listen']);
  });
  it('listens anew when it is refused', () => {
    const asked: string[] = [];
    const later: (() => void)[] = [];
    const bridge = new Bridge(({ request, onFailure }) => (asked.push(request), onFailure(409, 'not-now'), 1), () => undefined, () => undefined, (act) => later.push(act));
    bridge.listen();
    later.splice(0).forEach((act) => act());
    expect(asked).toHaveLength(2);
  });
});

describe('The screen', () => {
  const seat = () => new TestSeat().facets as Parameters<typeof screenOf>[0];
  it.each([
    [{}, false, 'welcome'],
    [{}, true, 'sign-in'],
    [{ stage: 'confirming' }, true, 'your-data'],
    [{ stage: 'waiting' }, true, 'camera'],
    [{ stage: 'waiting', entry: { camera: 'done', pledged: false, tried: false } }, true, 'rules'],
    [{ stage: 'running', entry: { camera: 'due', pledged: false, tried: false } }, true, 'rules'],
    [{ stage: 'waiting', entry: { camera: 'done', pledged: true, tried: false } }, true, 'try-out'],
    [{ stage: 'waiting', entry: { camera: 'none', pledged: true, tried: true } }, true, 'waiting'],
    [{ stage: 'running', entry: { camera: 'due', pledged: true, tried: false } }, true, 'exam'],
    [{ stage: 'on-hold', entry: { camera: 'done', pledged: true, tried: true } }, true, 'held'],
    [{ stage: 'running', machine: { verdict: 'refused', checks: [] } }, true, 'locked-out'],
    [{ stage: 'running', lock: { state: 'not-locked', refused: [] }, entry: { camera: 'none', pledged: true, tried: true } }, true, 'exam'],
    [{ stage: 'handing-in', machine: { verdict: 'refused', checks: [] } }, true, 'handing-in'],
    [{ stage: 'closed' }, true, 'closed'],
    [{ stage: 'closed', stopped: { reason: 'other', words: {} } }, true, 'stopped'],
    [{ stage: 'closed', after: {} }, true, 'given-back'],
  ])('of %j is the one of the table', (change, begun, screen) => {
    expect(screenOf({ ...seat(), ...change } as never, begun)).toBe(screen);
  });
});

describe('Time', () => {
  it('is counted from what the seat said, and stands on hold', () => {
    let elapsed = 1000;
    const countdown = new Countdown(() => elapsed);
    countdown.hear({ state: 'running', left: 10_000, now: 5000, zone: 480 });
    elapsed += 4000;
    expect([countdown.left(), countdown.now()]).toEqual([6000, 9000]);
    countdown.hear({ state: 'held', left: 6000, now: 9000, zone: 480 });
    elapsed += 60_000;
    expect([countdown.left(), countdown.state()]).toEqual([6000, 'held']);
  });
  it('never goes below nothing, and is over then', () => {
    let elapsed = 0;
    const countdown = new Countdown(() => elapsed);
    countdown.hear({ state: 'running', left: 1000, now: 0, zone: 0 });
    elapsed = 1500;
    expect([countdown.left(), countdown.state()]).toEqual([0, 'over']);
  });
  it('is warned of at 15, 5 and 1 minutes, once each, and again after an extension', () => {
    let elapsed = 0;
    const countdown = new Countdown(() => elapsed);
    const told: number[] = [];
    countdown.hear({ state: 'running', left: 16 * 60_000, now: 0, zone: 0 });
    const pass = (until: number): void => {
      for (; elapsed < until; elapsed += 500) {
        const due = countdown.due();
        if (due !== null) told.push(due);
      }
    };
    pass(12 * 60_000);
    countdown.hear({ state: 'running', left: 14 * 60_000, now: 0, zone: 0 });
    pass(elapsed + 13.5 * 60_000);
    expect(told).toEqual([15, 5, 5, 1]);
  });
  it('is not warned of late when the page begins anew', () => {
    const countdown = new Countdown(() => 0);
    countdown.hear({ state: 'running', left: 3 * 60_000, now: 0, zone: 0 });
    expect(countdown.due()).toBeNull();
  });
  it('is shown as the centre has it', () => {
    expect(clockOf(Date.UTC(2026, 4, 16, 6, 3, 22), 480)).toBe('14:03:22');
    expect(clockOf(Date.UTC(2026, 4, 16, 23, 3, 22), 480, false)).toBe('07:03');
    expect(clockOf(Date.UTC(2026, 4, 16, 1, 15, 0), -210)).toBe('21:45:00');
    expect([span(0), span(1), span(5_400_000), span(61_000)]).toEqual(['0:00:00', '0:00:01', '1:30:00', '0:01:01']);
  });
});

describe('The save state', () => {
  const work = (state: 'untouched' | 'saving' | 'saved' | 'kept', given: number, saved: number) => ({ state, at: 7, given, saved });
  it('is never better than it is', () => {
    expect(workShown(work('saved', 4, 4), 4, false)).toEqual({ state: 'saved', at: 7 });
    expect(workShown(work('saved', 4, 4), 5, false)).toEqual({ state: 'saving' });
    expect(workShown(work('saved', 4, 4), 4, true)).toEqual({ state: 'saving' });
    expect(workShown(work('kept', 4, 2), 4, false)).toEqual({ state: 'kept' });
    expect(workShown(work('kept', 4, 2), 5, false)).toEqual({ state: 'saving' });
    expect(workShown(work('saved', 4, 4), 4, false, true)).toEqual({ state: 'stuck' });
    expect(workShown(work('untouched', 0, 0), 1, false)).toEqual({ state: 'saving' });
    expect(workShown(work('untouched', 0, 0), 0, false)).toEqual({ state: 'untouched' });
  });
});

describe('The line', () => {
  const line = { up: false, known: true, queue: null, words: null };
  const candidate = { name: '王磊', ticket: '2026000021', seat: 'C01/R1/21', photo: null, facts: [] };
  it('is lost for who is signed in', () => {
    expect(isLineLost(line, candidate)).toBe(true);
    expect(isLineLost({ ...line, up: true }, candidate)).toBe(false);
  });
  it('is not lost because a sign-in was refused', () => {
    expect(isLineLost(line, null)).toBe(false);
  });
  it('is lost when no node can be reached, whoever is signed in', () => {
    expect(isLineLost({ ...line, words: { zh: '连接不上考试服务器', en: 'The exam server cannot be reached' } }, null)).toBe(true);
  });
  it('is not lost before a node was reached once', () => {
    expect(isLineLost({ ...line, known: false }, candidate)).toBe(false);
    expect(isLineLost(undefined, undefined)).toBe(false);
  });
});

/** Timers that are moved by hand. */
class Hands implements Timers {
  private at = 0;
  private alarms: { at: number; act: () => void }[] = [];
  now(): number {
    return this.at;
  }
  after(ms: number, act: () => void): () => void {
    const alarm = { at: this.at + ms, act };
    this.alarms.push(alarm);
    return () => (this.alarms = this.alarms.filter((other) => other !== alarm));
  }
  async pass(ms: number): Promise<void> {
    const until = this.at + ms;
    for (;;) {
      const next = this.alarms.filter((alarm) => alarm.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.at = next.at;
      this.alarms = this.alarms.filter((alarm) => alarm !== next);
      next.act();
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    }
    this.at = until;
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
}

describe('Giving', () => {
  function giving(answer: (place: number, text: string) => Promise<number>) {
    const hands = new Hands();
    const given: [number, number, string][] = [];
    let text = '';
    let seq = 0;
    const stuck: boolean[] = [];
    const made = new Giving(
      async (place, response) => {
        const written = response[0]?.[1]?.[0] ?? '';
        await answer(place, written);
        given.push([hands.now(), place, written]);
        return ++seq;
      },
      hands,
      { given: () => undefined, waiting: () => undefined, refused: () => undefined, stuck: (isStuck) => stuck.push(isStuck) },
    );
    return { made, hands, given, stuck, type: (more: string) => made.changed(1, () => [['R', [text]]], ((text += more), true)), write: (all: string) => (text = all) };
  }
  const taken = (): Promise<number> => Promise.resolve(1);

  it('waits for a rest in typing, and no longer than two seconds while it goes on', async () => {
    const { hands, given, type } = giving(taken);
    type('a');
    await hands.pass(REST);
    expect(given).toEqual([[REST, 1, 'a']]);
    for (let key = 0; key < 30; key++) {
      type('b');
      await hands.pass(200);
    }
    const gaps = given.slice(1).map(([at], index) => at - (given[index]?.[0] ?? 0));
    expect(given.length).toBeGreaterThanOrEqual(4);
    expect(Math.max(...gaps.slice(1))).toBeLessThanOrEqual(LONGEST + 200);
  });
  it('gives a choice at once, and the same again never', async () => {
    const { made, hands, given } = giving(taken);
    made.changed(3, () => [['R', ['A']]], false);
    await hands.pass(0);
    made.changed(3, () => [['R', ['A']]], false);
    await hands.pass(0);
    expect(given.map(([, place, text]) => [place, text])).toEqual([[3, 'A']]);
  });
  it('keeps what is refused on hold and gives it when it goes on', async () => {
    let isHeld = true;
    const { made, hands, given } = giving(() => (isHeld ? Promise.reject(new Refused(409, 'on-hold')) : taken()));
    made.changed(2, () => [['R', ['B']]], false);
    await hands.pass(0);
    expect(made.isWaiting()).toBe(true);
    expect(made.pending(2)).toEqual([['R', ['B']]]);
    isHeld = false;
    await hands.pass(2000);
    expect(given.map(([, place, text]) => [place, text])).toEqual([[2, 'B']]);
    expect(made.isWaiting()).toBe(false);
  });
  it('does not try again what is too long, and says that it is not saved until it is shorter', async () => {
    const { made, hands, given, stuck } = giving((_, text) => (text.length > 3 ? Promise.reject(new Refused(413, 'too-long')) : taken()));
    made.changed(2, () => [['R', ['long']]], false);
    await hands.pass(10_000);
    expect([given, made.isWaiting(), stuck]).toEqual([[], false, [true]]);
    made.changed(2, () => [['R', ['lon']]], false);
    await hands.pass(0);
    expect([given.length, stuck]).toEqual([1, [true, false]]);
  });
  it('ends with the session', async () => {
    const { made, hands, given } = giving(() => Promise.reject(new Refused(409, 'not-running')));
    made.changed(2, () => [['R', ['B']]], false);
    await hands.pass(0);
    made.end();
    await hands.pass(10_000);
    expect([given, made.isWaiting()]).toEqual([[], false]);
  });
  it('settles what is on the screen before the item goes away', async () => {
    const { made, hands, given, write } = giving(taken);
    let text = 'kept';
    made.changed(5, () => [['R', [text]]], true);
    made.settle(5);
    text = 'of another item';
    write('');
    await made.flush();
    await hands.pass(0);
    expect(given.map(([, , written]) => written)).toEqual(['kept']);
  });
});

describe('A scene', () => {
  it('comes back as it was kept', () => {
    const scene = { ...freshScene(), begun: true, place: 7, flagged: [1, 2], scratch: '草稿' };
    expect(readScene(JSON.parse(JSON.stringify(scene)))).toEqual(scene);
  });
  it.each([[null], ['x'], [{}], [{ ...freshScene(), version: 2 }], [{ ...freshScene(), display: { zoom: 110, scheme: 'light', spacing: 'normal', timer: true } }], [{ ...freshScene(), flagged: ['1'] }], [{ ...freshScene(), scratch: 'x'.repeat(20_001) }]])('of another shape is dropped: %#', (kept) => {
    expect(readScene(kept)).toBeNull();
  });
});

describe('Keys', () => {
  const press = (key: string, more = '') => ({ key, ctrlKey: more.includes('c'), altKey: more.includes('a'), metaKey: more.includes('m'), shiftKey: more.includes('s'), isComposing: more.includes('i') });
  it.each([['p', 'c', 'Ctrl+p'], ['n', 'c', 'Ctrl+n'], ['I', 'cs', 'Ctrl+Shift+I'], ['F12', '', 'F12'], ['F5', '', 'F5'], ['ArrowLeft', 'a', 'Alt+ArrowLeft'], ['Meta', 'm', 'Meta'], ['PrintScreen', '', 'PrintScreen'], ['+', 'c', 'Ctrl++'], ['V', 'cs', 'Ctrl+Shift+V'], ['u', 'c', 'Ctrl+u']])('%s (%s) are kept from the browser', (key, more, name) => {
    expect(blockedKey(press(key, more))).toBe(name);
  });
  it.each([['a', ''], ['中', ''], ['Tab', ''], ['Enter', ''], ['ArrowDown', ''], ['c', 'c'], ['v', 'c'], ['z', 'c'], ['ArrowLeft', 'c'], ['Backspace', 'c'], [' ', 'c'], ['Shift', 'cs'], ['F7', 'i'], ['PageDown', ''], ['Home', ''], ['@', 'ca']])('%s (%s) are the candidate’s', (key, more) => {
    expect(blockedKey(press(key, more))).toBeNull();
  });
});

describe('A receipt', () => {
  it('is one code, or several that add up to it', () => {
    expect(partsOf('short')).toEqual(['short']);
    const long = Array.from({ length: 2000 }, (_, index) => String.fromCharCode(97 + (index % 26))).join('');
    const parts = partsOf(long);
    expect(parts.map((part) => part.split('\n')[0])).toEqual(['gongyuan-receipt-part/1 1/3', 'gongyuan-receipt-part/1 2/3', 'gongyuan-receipt-part/1 3/3']);
    expect(parts.map((part) => part.slice(part.indexOf('\n') + 1)).join('')).toBe(long);
  });
});
