import { Key } from '@element-plus/icons-vue';
import type { Room } from '../room';

/** The release room: who has given his share, the giving, rehearsals, custodians' keys, and the alarms about shares. */
export const release: Room = {
  name: 'release',
  title: { zh: '启封', en: 'Release room' },
  icon: Key,
  needs: ['release.look', 'share.give', 'alarm.look'],
  routes: [
    { path: '/release', component: () => import('./Releases.vue') },
    { path: '/release/keys', component: () => import('./Keys.vue') },
    { path: '/release/rehearsals/:rehearsal', component: () => import('./RehearsalRoom.vue') },
    { path: '/release/:sitting', component: () => import('./ReleaseRoom.vue') },
  ],
  words: () => import('./words'),
  today: () => import('./Waiting.vue'),
};
