import { createRouter, createWebHistory } from 'vue-router';
import { learn } from './locale';
import { ROOMS } from './rooms';
import type { Room } from './rooms/room';

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without a sign-in. */
    open?: boolean;
    room?: Room;
  }
}

const known = new Set<string>();

/** Loads the words of a room once. */
export async function learned(room: Room): Promise<void> {
  if (known.has(room.name)) return;
  learn(room.name, (await room.words()).words);
  known.add(room.name);
}

/** The addresses of the console; what does not exist is told as such. */
export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: [
    { path: '/', redirect: '/today' },
    { path: '/join', component: () => import('./session/Join.vue'), meta: { open: true } },
    ...ROOMS.flatMap((room) => room.routes.map((route) => ({ ...route, meta: { ...route.meta, room }, beforeEnter: () => learned(room) }))) as never[],
    { path: '/:rest(.*)*', component: () => import('./layout/NotHere.vue') },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});
