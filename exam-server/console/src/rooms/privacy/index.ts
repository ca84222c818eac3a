import { Hide } from '@element-plus/icons-vue';
import type { Room } from '../room';

/** What persons ask about their data, consents, holds, what is due for deletion, and the table of purposes and periods. */
export const privacy: Room = {
  name: 'privacy',
  title: { zh: '个人信息保护', en: 'Privacy desk' },
  icon: Hide,
  needs: ['privacy.look'],
  routes: [
    { path: '/privacy', component: () => import('./Privacy.vue') },
    { path: '/privacy/retention', component: () => import('./Retention.vue') },
    { path: '/privacy/assessment', component: () => import('./Assessment.vue') },
    { path: '/privacy/requests/:request', component: () => import('./Request.vue') },
  ],
  words: () => import('./words'),
  today: () => import('./Waiting.vue'),
};
