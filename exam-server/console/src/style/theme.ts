import { ref, watch } from 'vue';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEPT = 'gongyuan.theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const kept = THEMES.find((one) => one === localStorage.getItem(KEPT));

/** Light, dark, or what the system has. */
export const theme = ref<Theme>(kept ?? 'system');

function put(): void {
  const isDark = theme.value === 'dark' || (theme.value === 'system' && prefersDark.matches);
  document.documentElement.classList.toggle('dark', isDark);
  localStorage.setItem(KEPT, theme.value);
}

prefersDark.addEventListener('change', put);
watch(theme, put, { immediate: true });

// What is chosen in one window holds in all.
addEventListener('storage', (event) => {
  if (event.key === KEPT) theme.value = THEMES.find((one) => one === event.newValue) ?? 'system';
});
