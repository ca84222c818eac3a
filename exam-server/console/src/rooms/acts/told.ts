import type { Schemas } from '#contract';
import { useI18n } from 'vue-i18n';
import { areaParts, dutyName } from '../../locale/names';
import { told } from '../../locale/time';

type Act = Schemas['Act'];

const HOUR = 3_600_000;
const MINUTE = 60_000;
const DAY = 86_400_000;
const DIGEST_SHOWN = 16;

/** What an act is upon, by its details. */
const UPON: Readonly<Record<string, readonly string[]>> = {
  'open-sitting': ['sitting'],
  'close-sitting': ['sitting'],
  extend: ['sitting', 'scope'],
  'extend-beyond': ['sitting', 'scope'],
  move: ['sitting', 'scope'],
  transfer: ['sitting', 'scope'],
  void: ['sitting', 'scope'],
  'freeze-rules': ['sitting'],
  'change-rule': ['sitting', 'rule'],
  'open-responses': ['sitting'],
  publish: ['sitting', 'run'],
  'draw-holders': ['sitting', 'run'],
  'seal-form': ['manifest'],
  'erase-personal': ['erase'],
  'refuse-request': ['request'],
  'lift-hold': ['held'],
  'recover-account': ['person'],
  'grant-duty': ['person', 'duty', 'area'],
};

/** A digest, when there is room for its beginning alone. */
const short = (text: string): string => (/^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, DIGEST_SHOWN)}…` : text);

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

  /** Whom or what it is upon; never the mark of a grant, which who approves must learn from the person. */
  function upon(act: Act): string {
    const of = UPON[act.kind] ?? [];
    const parts = of.map((name) => short(detail(act, name))).filter((text) => text !== '');
    return parts.length === 0 ? act.upon.replace(raw(act, 'mark') || ' ', ' ').trim() : parts.join(' · ');
  }

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
      case 'rule':
        return named(`room.acts.${name}`, text);
      case 'preset':
      case 'posture':
        return named(name, text);
      case 'erase':
      case 'held':
        return erased(text);
      case 'because':
        return text === 'due' ? t('room.acts.because.due') : t('room.acts.because.request', { request: text });
      default:
        return text;
    }
  }

  const named = (key: string, word: string): string => (te(`${key}.${word}`) ? t(`${key}.${word}`) : word);

  /** Whose data is deleted or held: of all candidates of a sitting or one of them, of a member of staff, of a request. */
  function erased(text: string): string {
    const [first = '', second] = text.split(' ');
    if (second === undefined) return t('room.acts.erase.sitting', { name: first });
    if (first === 'staff' || first === 'request') return t(`room.acts.erase.${first}`, { name: second });
    return t('room.acts.erase.candidate', { name: first, candidate: short(second) });
  }

  /** A rule's value as people say it: the contract has milliseconds. */
  function ruled(act: Act, name: string, text: string): string {
    if (name !== 'was' && name !== 'value') return value(name, text);
    return raw(act, 'rule') === 'starts' ? told(Number(text)) : length(Number(text));
  }

  const raw = (act: Act, name: string): string => act.details?.find((one) => one.name === name)?.value ?? '';
  const detail = (act: Act, name: string): string => (raw(act, name) === '' ? '' : ruled(act, name, raw(act, name)));
  const details = (act: Act): { name: string; label: string; value: string }[] =>
    (act.details ?? []).map((one) => ({ name: one.name, label: te(`room.acts.detail.${one.name}`) ? t(`room.acts.detail.${one.name}`) : one.name, value: ruled(act, one.name, one.value) }));

  function consequence(act: Act): string {
    const key = `room.acts.consequence.${act.kind}`;
    const given = Object.fromEntries((act.details ?? []).map((one) => [one.name, ruled(act, one.name, one.value)]));
    return t(te(key) ? key : 'room.acts.consequence.other', { ...given, by: detail(act, 'byMillis'), reach: act.reach ?? '—', kind: kind(act), upon: act.upon });
  }

  return { kind, upon, detail, details, consequence };
}
