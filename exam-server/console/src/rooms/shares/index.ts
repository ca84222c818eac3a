import { Delete } from '@element-plus/icons-vue';
import type { Room } from '../room';

/** How the responses of sittings end: which shares of their marking keys are no more, and whose are outstanding. */
export const shares: Room = {
  name: 'shares',
  title: { zh: '作答密钥销毁', en: 'End of responses' },
  icon: Delete,
  needs: ['retention.look'],
  routes: [{ path: '/shares', component: () => import('./Shares.vue') }],
  words: () => import('./words'),
  today: () => import('./Waiting.vue'),
};
