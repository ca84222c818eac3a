import { Stamp } from '@element-plus/icons-vue';
import type { Room } from '../room';

/** Acts under two persons: what waits for the person, what he proposed himself, and each act as it is. */
export const acts: Room = {
  name: 'acts',
  title: { zh: '双人事项', en: 'Acts of two' },
  icon: Stamp,
  needs: [],
  routes: [
    { path: '/acts', component: () => import('./Inbox.vue') },
    { path: '/acts/:act([0-9a-f]{64})', component: () => import('./Act.vue') },
  ],
  words: () => import('./words'),
};
