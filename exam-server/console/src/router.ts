import { readonly, ref } from 'vue';
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

/** Loads the words of all rooms a person may enter: acts of any of them may wait for him. */
export async function learnedAll(rooms: readonly Room[]): Promise<void> {
  await Promise.all(rooms.map(learned));
}

/** The addresses of the console; what does not exist is told as such. */
export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: [
    { path: '/', redirect: '/today' },
    // Where the identity provider sends browsers back to; served by the node at this very address, outside of /console/.
    { path: '/sign-in/provider', component: () => import('./session/FromProvider.vue'), meta: { open: true } },
    { path: '/join', component: () => import('./session/Join.vue'), meta: { open: true } },
    ...ROOMS.flatMap((room) => room.routes.map((route) => ({ ...route, meta: { ...route.meta, room }, beforeEnter: () => learned(room) }))) as never[],
    { path: '/:rest(.*)*', component: () => import('./layout/NotHere.vue') },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

const missing = ref(false);
router.onError(() => (missing.value = true));
router.afterEach(() => (missing.value = false));

/** Whether the page that was gone to last could not be loaded, or not as it was built: then the last one stays. */
export const isMissing = readonly(missing);
