import { createApp } from 'vue';
import App from './App.vue';
import { i18n } from './locale';
import { router } from './router';
import { session } from './session/session';
import './style/console.css';
import './style/theme';

void session.load();
createApp(App).use(i18n).use(router).mount('#console');
