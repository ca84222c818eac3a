import { ref, watch } from 'vue';

/** The languages the console speaks; the first is the one it begins with. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT = 'gongyuan.language';

/** The language of the pages, as the person chose it on this machine. */
export const language = ref<Language>(localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh-CN');

watch(
  language,
  (chosen) => {
    document.documentElement.lang = chosen;
    localStorage.setItem(KEPT, chosen);
  },
  { immediate: true },
);

// What is chosen in one window holds in all.
addEventListener('storage', (event) => {
  if (event.key === KEPT) language.value = event.newValue === 'en' ? 'en' : 'zh-CN';
});
