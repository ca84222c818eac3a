import { describe, expect, it } from 'vitest';
import { en } from '../../src/locale/en';
import { zh } from '../../src/locale/zh';
import { words as publicWords } from '../../src/public/words';
import { ROOMS } from '../../src/rooms';

function keys(of: unknown, at = ''): string[] {
  return typeof of === 'object' && of !== null ? Object.entries(of).flatMap(([key, value]) => keys(value, `${at}.${key}`)) : [at];
}

function places(of: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (value: unknown, at: string): void => {
    if (typeof value === 'string') found.set(at, [...value.matchAll(/\{(\w+)\}/g)].map((one) => one[1]).sort().join());
    else if (typeof value === 'object' && value !== null) Object.entries(value).forEach(([key, inner]) => walk(inner, `${at}.${key}`));
  };
  walk(of, '');
  return found;
}

const all: [string, () => Promise<{ zh: unknown; en: unknown }>][] = [
  ['the frame', async () => ({ zh, en })],
  ['the public page', async () => ({ zh: publicWords['zh-CN'], en: publicWords.en })],
  ...ROOMS.map((room): [string, () => Promise<{ zh: unknown; en: unknown }>] => [room.name, async () => (await room.words()).words]),
];

describe.each(all)('The words of %s', (_name, load) => {
  it('are there in both languages, with the same places for values', async () => {
    const words = await load();
    expect(keys(words.en).sort()).toEqual(keys(words.zh).sort());
    expect([...places(words.en)].sort()).toEqual([...places(words.zh)].sort());
  });
});
