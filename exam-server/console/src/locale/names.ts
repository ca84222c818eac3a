import { session } from '../session/session';
import { language } from './language';

/** The name of a duty in the person's language, as the table of duties has it. */
export function dutyName(duty: string): string {
  const known = session.table.value.duties.find((one) => one.duty === duty);
  return (language.value === 'en' ? known?.en : known?.zh) ?? duty;
}

/** What a permission lets one do, in the person's language. */
export function permissionName(permission: string): string {
  const known = session.table.value.permissions.find((one) => one.permission === permission);
  return (language.value === 'en' ? known?.en : known?.zh) ?? permission;
}

/** An area as its kind and its name. */
export function areaParts(area: string): { kind: string; name: string } {
  const colon = area.indexOf(':');
  return colon < 0 ? { kind: area, name: '' } : { kind: area.slice(0, colon), name: area.slice(colon + 1) };
}
