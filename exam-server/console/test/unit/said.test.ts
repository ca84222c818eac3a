// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { language } from '../../src/locale';
import { learnSentences, said } from '../../src/locale/said';
import { sentences } from '../../src/locale/sentences';

/** The table of codes: each with its sentence (staff-contract.md 12.2). */
const [, codes] = readFileSync(join(process.cwd(), '../spec/staff-contract.md'), 'utf8').split('\n12.2 ');
const TABLE = new Map([...codes!.matchAll(/^\| `([a-z][a-z-]*)` \| (.+) \|$/gm)].map((row) => [row[1]!, row[2]!]));

/** What stands twice in the node's sentence, in one language each. */
const ONE_OF_TWO: Readonly<Record<string, { zh: string; en: string }>> = { 'duties-apart': { zh: 'en', en: 'zh' } };

const parameters = (text: string): string[] => [...new Set([...text.matchAll(/\{([a-z]+)\}/g)].map((found) => found[1]!))].sort();
const given = (values: Record<string, string>): { name: string; value: string }[] => Object.entries(values).map(([name, value]) => ({ name, value }));

describe('What the node says', () => {
  beforeAll(learnSentences);
  afterEach(() => (language.value = 'zh-CN'));

  it('has words in both languages for every code of the contract', () => {
    expect(TABLE.size).toBeGreaterThan(200);
    for (const words of [sentences.zh.code, sentences.en.code]) expect([...TABLE.keys()].filter((code) => !(code in words))).toEqual([]);
    expect(Object.keys(sentences.en.code)).toEqual(Object.keys(sentences.zh.code));
  });

  it('leaves out no parameter and knows no other', () => {
    for (const [code, sentence] of TABLE) {
      for (const side of ['zh', 'en'] as const) {
        const wanted = parameters(sentence).filter((name) => ONE_OF_TWO[code]?.[side] !== name);
        expect(parameters((sentences[side].code as Record<string, string>)[code]!), `${code} ${side}`).toEqual(wanted);
      }
    }
  });

  it('is said in Chinese, with times, rules and what stands inside it', async () => {
    expect(said('exam-there', given({ exam: 'auto-2026' }))).toBe('考试 auto-2026 已经存在');
    expect(said('run-announced', given({ run: 'r1', until: '2026-05-05T04:00:00Z' }))).toMatch(/公示中，至 2026年5月5日/);
    expect(said('rule-only-longer', given({ rule: 'notice', value: '432000000', given: '86400000' }))).toBe('“成绩公示期”现为 5 天，只能推迟或延长，不能改为 1 天');
    expect(said('rule-out-of-bounds', given({ rule: 'length', given: 'PT0S', least: 'PT1M', most: 'PT12H' }))).toBe('“考试时长”为 0 分钟，超出 1 分钟 至 720 分钟 的范围');
    expect(said('done-in-part', given({ many: '2', others: '1', because: 'seat C1/R1/5 is taken', becauseCode: 'seat-taken', becauseSeat: 'C1/R1/5' }))).toBe('已为 2 人办理，1 人未办理：座位 C1/R1/5 已有人');
    expect(said('form-refused', given({ reason: 'same-signer', because: 'one key signed twice' }))).toContain('两个签名出自同一密钥');
    language.value = 'en';
    await nextTick();
    expect(said('seat-taken', given({ seat: 'C1/R1/5' }))).toBe('Seat C1/R1/5 is taken');
  });

  it('is left to the node’s own words when the code is not known', () => {
    expect(said('not-a-code-of-ours', [])).toBe('');
    expect(said(undefined, undefined)).toBe('');
  });
});
