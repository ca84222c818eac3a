import { Files } from '@element-plus/icons-vue';
import type { Room } from '../room';

/** Sealed forms: what their manifests say, who holds their keys, how one is taken in. No content. */
export const forms: Room = {
  name: 'forms',
  title: { zh: '装封卷', en: 'Sealed forms' },
  icon: Files,
  needs: ['form.look'],
  routes: [
    { path: '/forms', component: () => import('./Forms.vue') },
    { path: '/forms/:form', component: () => import('./Form.vue') },
  ],
  words: () => import('./words'),
  today: () => import('./Waiting.vue'),
};
