import { computed } from 'vue';
import { language } from './language';
import { now } from '../live/clock';

const formats = computed(() => ({
  moment: new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }),
  minute: new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }),
  day: new Intl.DateTimeFormat(language.value, { dateStyle: 'medium' }),
  clock: new Intl.DateTimeFormat(language.value, { timeStyle: 'medium', hourCycle: 'h23' }),
}));

/** An instant of the contract as a person reads it, to the second, minute or day. */
export function told(instant: string | number, to: 'moment' | 'minute' | 'day' | 'clock' = 'minute'): string {
  const at = typeof instant === 'number' ? instant : Date.parse(instant);
  return Number.isNaN(at) ? '—' : formats.value[to].format(at);
}

/** Seconds left until an instant by the node's clock, never less than none. */
export function secondsUntil(instant: string): number {
  return Math.max(0, Math.ceil((Date.parse(instant) - now.value) / 1000));
}

/** A span as `1:02:03` or `02:03`. */
export function span(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}
