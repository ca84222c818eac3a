import { session } from '../session/session';
import type { Room } from './room';
import { today } from './today';

/** The rooms, in the order of the navigation: one line for each. */
export const ROOMS: readonly Room[] = [
  today,
];

/** The rooms the person who is signed in may enter. */
export function roomsOpen(): readonly Room[] {
  return ROOMS.filter((room) => isOpen(room));
}

/** Whether the person may enter a room. */
export function isOpen(room: Room): boolean {
  return room.needs.length === 0 || room.needs.some((permission) => session.may(permission));
}
