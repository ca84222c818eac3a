import { createI18n } from 'vue-i18n';
import { en } from './en';
import { zh } from './zh';

/** The page's words. Messages are compiled without eval (CSP). */
export const i18n = createI18n({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: { zh, en } as Record<'zh' | 'en', typeof zh>,
  missingWarn: false,
  fallbackWarn: false,
});
