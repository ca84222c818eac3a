import { Medal } from '@element-plus/icons-vue';
import type { Room } from '../room';

/** What comes before certificates are issued: lists of proposed holders, drawn from published results. */
export const certificates: Room = {
  name: 'certificates',
  title: { zh: '证书登记', en: 'Certificates' },
  icon: Medal,
  needs: ['holders.look'],
  routes: [
    { path: '/certificates', component: () => import('./Certificates.vue') },
    { path: '/certificates/:sitting', component: () => import('./Holders.vue'), props: true },
  ],
  words: () => import('./words'),
  today: () => import('./Waiting.vue'),
};
