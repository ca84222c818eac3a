import { session } from '../session/session';
import { acts } from './acts';
import { audit } from './audit';
import { certificates } from './certificates';
import { people } from './people';
import type { Room } from './room';
import { privacy } from './privacy';
import { exams } from './exams';
import { forms } from './forms';
import { release } from './release';
import { shares } from './shares';
import { today } from './today';

/** The rooms, in the order of the navigation: one line for each. */
export const ROOMS: readonly Room[] = [
  today,
  acts,
  people,
  audit,
  privacy,
  shares,
  exams,
  forms,
  release,
  certificates,
];

/** The rooms the person who is signed in may enter. */
export function roomsOpen(): readonly Room[] {
  return ROOMS.filter((room) => isOpen(room));
}

/** Whether the person may enter a room. */
export function isOpen(room: Room): boolean {
  return room.needs.length === 0 || room.needs.some((permission) => session.may(permission));
}
