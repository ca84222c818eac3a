import { watch } from 'vue';
import { createI18n } from 'vue-i18n';
import { en } from './en';
import type { Language } from './language';
import { language } from './language';
import { zh } from './zh';

export { language } from './language';

/** What a room says, in both languages: its own words, and under `problem` and `kind` its refusals and acts. */
export interface Words {
  zh: Record<string, unknown>;
  en: Record<string, unknown>;
}

/** The console's words. Messages are read without eval (CSP). */
export const i18n = createI18n({
  legacy: false,
  locale: language.value as string,
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh, en } as Record<Language, typeof zh>,
  missingWarn: false,
  fallbackWarn: false,
});

watch(language, (chosen) => (i18n.global.locale.value = chosen));

/** Adds the words of a room under `room.NAME`, its refusals to `problem` and its acts to `act.kind`. */
export function learn(room: string, words: Words): void {
  for (const [code, said] of [['zh-CN', words.zh], ['en', words.en]] as const) {
    const { problem, kind, ...own } = said;
    i18n.global.mergeLocaleMessage(code, { room: { [room]: own }, ...(problem === undefined ? {} : { problem }), ...(kind === undefined ? {} : { act: { kind } }) });
  }
}
