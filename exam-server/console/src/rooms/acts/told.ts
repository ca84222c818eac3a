import type { Schemas } from '#contract';
import { useI18n } from 'vue-i18n';
import { areaParts, dutyName } from '../../locale/names';
import { told } from '../../locale/time';

type Act = Schemas['Act'];

const HOUR = 3_600_000;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** Puts acts into words: what they are called, each detail, and what will happen. */
export function useActWords(): {
  kind: (act: Act) => string;
  upon: (act: Act) => string;
  detail: (act: Act, name: string) => string;
  details: (act: Act) => { name: string; label: string; value: string }[];
  consequence: (act: Act) => string;
} {
  const { t, te } = useI18n();

  const kind = (act: Act): string => (te(`act.kind.${act.kind}`) ? t(`act.kind.${act.kind}`) : act.kind);

  // The mark of a grant is not shown to who approves: he must learn it from the person.
  const upon = (act: Act): string => act.upon.replace(raw(act, 'mark') || ' ', ' ').trim();

  function length(millis: number): string {
    if (millis % DAY === 0) return t('room.acts.days', { days: millis / DAY });
    const minutes = Math.round((millis % HOUR) / MINUTE);
    return millis >= HOUR ? t('room.acts.hours', { hours: Math.floor(millis / HOUR), minutes }) : t('room.acts.minutes', { minutes });
  }

  function value(name: string, text: string): string {
    switch (name) {
      case 'byMillis':
      case 'lengthMillis':
      case 'noticeMillis':
        return length(Number(text));
      case 'starts':
      case 'from':
      case 'until':
        return told(text);
      case 'duty':
        return dutyName(text);
      case 'area': {
        const { kind: of, name: named } = areaParts(text);
        return t(`area.${of}`, { name: named });
      }
      case 'scope': {
        const { kind: of, name: named } = areaParts(text);
        return te(`room.acts.scope.${of}`) ? t(`room.acts.scope.${of}`, { name: named }) : text;
      }
      case 'cause':
        return te(`room.acts.cause.${text}`) ? t(`room.acts.cause.${text}`) : text;
      default:
        return text;
    }
  }

  const raw = (act: Act, name: string): string => act.details?.find((one) => one.name === name)?.value ?? '';
  const detail = (act: Act, name: string): string => (raw(act, name) === '' ? '' : value(name, raw(act, name)));
  const details = (act: Act): { name: string; label: string; value: string }[] =>
    (act.details ?? []).map((one) => ({ name: one.name, label: te(`room.acts.detail.${one.name}`) ? t(`room.acts.detail.${one.name}`) : one.name, value: value(one.name, one.value) }));

  function consequence(act: Act): string {
    const key = `room.acts.consequence.${act.kind}`;
    const given = Object.fromEntries((act.details ?? []).map((one) => [one.name, value(one.name, one.value)]));
    return t(te(key) ? key : 'room.acts.consequence.other', { ...given, by: detail(act, 'byMillis'), reach: act.reach ?? '—', kind: kind(act), upon: act.upon });
  }

  return { kind, upon, detail, details, consequence };
}
