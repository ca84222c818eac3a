import type { Schemas } from '#contract';

/** Two families of duties that are never in one hand, and why. */
export interface Clash {
  /** The duty the person has that stands against it. */
  held: string;
  zh: string;
  en: string;
}

/** Why a duty cannot be given beside what a person holds (三权分立, staff-access.md 4.2): grants that are over do not count, those to come do. */
export function clash(table: Schemas['Duties'], grants: readonly Schemas['Grant'][], duty: string, at: number): Clash | null {
  const family = (name: string): string | undefined => table.duties.find((one) => one.duty === name)?.family;
  const wanted = family(duty);
  for (const grant of grants) {
    if (Date.parse(grant.until) <= at) continue;
    const has = family(grant.duty);
    const pair = table.apart.find((one) => (one.one === wanted && one.other === has) || (one.one === has && one.other === wanted));
    if (pair !== undefined) return { held: grant.duty, zh: pair.zh ?? '', en: pair.en ?? '' };
  }
  return null;
}
