import { User } from '@element-plus/icons-vue';
import type { Room } from '../room';

/** Staff: who has an account, which duties each has, and how they change. */
export const people: Room = {
  name: 'people',
  title: { zh: '人员与职责', en: 'People and duties' },
  icon: User,
  needs: ['people.look'],
  routes: [
    { path: '/people', component: () => import('./People.vue') },
    { path: '/people/:person', component: () => import('./Person.vue') },
  ],
  words: () => import('./words'),
  today: () => import('./Waiting.vue'),
};
