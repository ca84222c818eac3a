import { Tickets } from '@element-plus/icons-vue';
import type { Room } from '../room';

/** The audit: what was done and refused, one person's or one seat's day again, and exports checked in the browser. */
export const audit: Room = {
  name: 'audit',
  title: { zh: '审计', en: 'Audit' },
  icon: Tickets,
  needs: ['record.audit'],
  routes: [
    { path: '/audit', component: () => import('./Audit.vue') },
    { path: '/audit/replay', component: () => import('./Replay.vue') },
    { path: '/audit/check', component: () => import('./Check.vue') },
  ],
  words: () => import('./words'),
};
