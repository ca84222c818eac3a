/** An input method for tests: a handful of syllables, six candidates in pages of five, by the rules of seat-page.md section 13. */
const WORDS: Record<string, string[]> = {
  zhongguo: ['中国', '种过', '中过', '重过', '众国', '终过'],
  qiche: ['汽车', '骑车', '起车', '弃车', '其车', '七车'],
  ni: ['你', '𠮷', '尼', '泥', '拟', '逆'],
};
const PAGE = 5;

export class TestInput {
  readonly acts: string[] = [];
  /** Answers come so much later, as from a busy machine. */
  delay = 0;
  private typed = '';
  private page = 0;
  private isBegun = false;

  act(ask: string, fields: Record<string, any>): Record<string, unknown> {
    this.acts.push(ask === 'compose' ? fields['key'] : ask === 'compose-begin' ? `begin ${fields['method']}` : 'end');
    if (ask !== 'compose') {
      this.isBegun = ask === 'compose-begin';
      this.clear();
      return {};
    }
    return this.isBegun ? this.key(fields['key']) : this.answer(false);
  }

  private clear(): void {
    this.typed = '';
    this.page = 0;
  }

  private shown(): string[] {
    const all = WORDS[this.typed] ?? (this.typed === '' ? [] : [this.typed]);
    return all.slice(this.page * PAGE, this.page * PAGE + PAGE);
  }

  private key(key: string): Record<string, unknown> {
    if (/^[a-z]$/.test(key)) {
      this.typed += key;
      this.page = 0;
      return this.answer(true);
    }
    if (this.typed === '') return key === ',' ? this.answer(true, '，') : this.answer(false);
    const index = key === ' ' ? 0 : /^[1-9]$/.test(key) ? Number(key) - 1 : -1;
    const chosen = index < 0 ? undefined : this.shown()[index];
    if (chosen !== undefined) {
      this.clear();
      return this.answer(true, chosen);
    }
    if (key === 'Backspace') this.typed = this.typed.slice(0, -1);
    else if (key === 'Escape') this.clear();
    else if (key === 'PageDown' && (this.page + 1) * PAGE < (WORDS[this.typed]?.length ?? 0)) this.page += 1;
    else if (key === 'PageUp' && this.page > 0) this.page -= 1;
    else if (key === 'Enter') {
      const text = this.typed;
      this.clear();
      return this.answer(true, text);
    }
    return this.answer(true);
  }

  private answer(handled: boolean, commit = ''): Record<string, unknown> {
    return { handled, commit, preedit: this.typed, caret: this.typed.length, candidates: this.shown(), at: 0, aside: '' };
  }
}
