/** The entries of one hour of a day: how many were done, and how many were not or not wholly. */
export interface Hour {
  hour: number;
  done: number;
  other: number;
  /** Where the first of them stands among all entries. */
  first: number;
}

const HOURS = 24;

/** Entries by the hour of the browser's day; hours without any are there too. */
export function byHour(entries: readonly { at?: string; outcome?: string }[], isGood: (outcome: string) => boolean): Hour[] {
  const hours = Array.from({ length: HOURS }, (_, hour): Hour => ({ hour, done: 0, other: 0, first: -1 }));
  for (const [at, entry] of entries.entries()) {
    const hour = hours[new Date(entry.at ?? '').getHours()];
    if (hour === undefined) continue;
    if (hour.first < 0) hour.first = at;
    if (isGood(entry.outcome ?? '')) hour.done++;
    else hour.other++;
  }
  return hours;
}
