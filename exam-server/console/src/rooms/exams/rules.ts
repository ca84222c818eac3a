import type { Schemas } from '#contract';

export type Rules = Schemas['RulesDraft'];
export type Planned = Schemas['SittingPlanned'];

/** The rules for late entry and early hand-in, as staff-orders.md 3.4 names them. */
export const PRESETS = ['mohrss-closed', 'economics', 'economics-senior', 'software-senior', 'software-joined', 'cpa', 'banking', 'open'] as const;

/** Milliseconds of a minute. */
export const MINUTE = 60_000;

/** How a room and a seat are written: centre, room, desk. */
export const ROOM = /^[A-Za-z0-9-]{1,20}\/[A-Za-z0-9-]{1,20}$/;
export const SEAT = /^[A-Za-z0-9-]{1,20}\/[A-Za-z0-9-]{1,20}\/[A-Za-z0-9-]{1,20}$/;

/** Milliseconds in days, to a hundredth: what a person can read. */
export function daysOf(millis: number): number {
  return Math.round(millis / 864_000) / 100;
}

/** An instant as a field of date and time shows it, in the browser's own zone. */
export function localOf(instant: string): string {
  const at = new Date(instant);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The instant that such a field means. */
export function instantOf(local: string): string {
  return new Date(local).toISOString();
}

/** What comes next for a sitting, as the timeline shows it. */
export function steps(sitting: Planned): { name: string; done: boolean }[] {
  return [
    { name: 'drafted', done: true },
    { name: 'form', done: sitting.formAtHand || sitting.opened !== undefined },
    { name: 'roster', done: sitting.roster !== undefined },
    { name: 'frozen', done: sitting.frozen !== undefined },
    { name: 'opened', done: sitting.opened !== undefined },
  ];
}
