import { Sunny } from '@element-plus/icons-vue';
import type { Room } from '../room';

/** What waits for the person who is signed in, and by when; and what concerns himself. */
export const today: Room = {
  name: 'today',
  title: { zh: '今日', en: 'Today' },
  icon: Sunny,
  needs: [],
  routes: [
    { path: '/today', component: () => import('./Today.vue') },
    { path: '/me', component: () => import('./Me.vue') },
    { path: '/me/shares/:sitting/:key', component: () => import('./ShareEnd.vue') },
  ],
  words: () => import('./words'),
};
