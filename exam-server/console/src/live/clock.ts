import { readonly, ref } from 'vue';

const MILLIS = 1000;
/** The header of an answer has whole seconds: what it says is half a second old on the average. */
const HALF_A_SECOND = 500;

let offset = 0;
const tick = ref(Date.now());
setInterval(() => (tick.value = Date.now() + offset), MILLIS);

/** Hears what time it is from the `Date` of an answer. */
export function heard(date: string | null): void {
  const told = date === null ? NaN : Date.parse(date);
  if (Number.isNaN(told)) return;
  offset = told + HALF_A_SECOND - Date.now();
  tick.value = Date.now() + offset;
}

/** The time by the node's clock, in milliseconds since 1970; moves every second. */
export const now = readonly(tick);
