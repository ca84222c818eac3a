const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MINUTE = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$/;

/**
 * What somebody typed as a day, or as a day and a time to the minute, as fields have it (`2026-05-04`,
 * `2026-05-04T09:00`); empty where it is none. A day that its month does not have is none: browsers would take the 31st of
 * February for the 3rd of March.
 */
export function momentOf(typed: string, day: boolean): string {
  const text = typed.trim();
  if (!(day ? DAY : MINUTE).test(text)) return '';
  const moment = text.replace(' ', 'T');
  const there = new Date(`${moment}${day ? 'T00:00' : ''}Z`);
  return !Number.isNaN(there.getTime()) && there.toISOString().startsWith(moment) ? moment : '';
}
