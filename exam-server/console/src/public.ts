import { createApp, watch } from 'vue';
import { createI18n } from 'vue-i18n';
import { language } from './locale/language';
import Public from './public/Public.vue';
import { words } from './public/words';
import './style/console.css';
import './style/theme';

const i18n = createI18n({ legacy: false, locale: language.value as string, fallbackLocale: 'zh-CN', messages: words, missingWarn: false, fallbackWarn: false });
watch(language, (chosen) => (i18n.global.locale.value = chosen));
createApp(Public).use(i18n).mount('#console');
