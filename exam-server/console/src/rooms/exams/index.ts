import { Calendar } from '@element-plus/icons-vue';
import type { Room } from '../room';

/** Examinations from plan to publication: sittings and their rules, centres and seats, rosters, results. */
export const exams: Room = {
  name: 'exams',
  title: { zh: '考试', en: 'Examinations' },
  icon: Calendar,
  needs: ['exam.look', 'publication.look'],
  routes: [
    { path: '/exams', component: () => import('./Exams.vue') },
    { path: '/exams/publication/:sitting', component: () => import('./Publication.vue'), props: true },
    { path: '/exams/:exam', component: () => import('./Exam.vue'), props: true },
    { path: '/exams/:exam/centres', component: () => import('./Centres.vue'), props: true },
    { path: '/exams/:exam/sittings/:sitting', component: () => import('./Sitting.vue'), props: true },
  ],
  words: () => import('./words'),
  today: () => import('./Waiting.vue'),
};
