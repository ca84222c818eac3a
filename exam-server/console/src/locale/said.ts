import type { Schemas } from '#contract';
import { i18n } from '.';
import { dutyName } from './names';
import { told } from './time';

/** A sentence of the node by its code, with its parameters (staff-contract.md 12). */
export type Said = Schemas['Told'];

const DAY_MINUTES = 1_440;
const MINUTE_MILLIS = 60_000;
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const DURATION = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:[\d.]+S)?$/;
const DUTIES = ['duty', 'one', 'other'];

const { t, te } = i18n.global as unknown as { t: (key: string, named?: Record<string, unknown>) => string; te: (key: string, language?: string) => boolean };
const isKnown = (key: string): boolean => te(key) || te(key, 'zh-CN');

let isLearned = false;

/** Loads the words of the node's sentences, once; until they are there a sentence is shown as the node said it. */
export async function learnSentences(): Promise<void> {
  if (isLearned) return;
  isLearned = true;
  const { sentences } = await import('./sentences');
  for (const [language, words] of [['zh-CN', sentences.zh], ['en', sentences.en]] as const) i18n.global.mergeLocaleMessage(language, { sentence: words });
}

/** A sentence in the person's language; nothing when there are no words for it. Read in a template it follows the language. */
export function said(code: string | undefined, parameters: Said['with'] | undefined): string {
  if (code === undefined || !isKnown(`sentence.code.${code}`)) return '';
  const given = Object.fromEntries((parameters ?? []).map((one) => [one.name, one.value]));
  const named = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, shown(code, name, value, given)]));
  return t(`sentence.code.${code}`, named);
}

/** One parameter as a person reads it. */
function shown(code: string, name: string, value: string, all: Readonly<Record<string, string>>): string {
  if (name === 'because' && all['becauseCode'] !== undefined) return said(all['becauseCode'], inner(all)) || value;
  if (INSTANT.test(value)) return told(value);
  if (DUTIES.includes(name)) return dutyName(value);
  if (name === 'rule' && isKnown(`sentence.rule.${value}`)) return t(`sentence.rule.${value}`);
  if (name === 'kind' && isKnown(`act.kind.${value}`)) return t(`act.kind.${value}`);
  if (code === 'form-refused' && name === 'reason' && isKnown(`sentence.formReason.${value}`)) return t(`sentence.formReason.${value}`);
  return code.startsWith('rule-') ? ruleValue(all['rule'] ?? '', value) : value;
}

/** What a rule is set to: the record has it in milliseconds, bounds are spans. */
function ruleValue(rule: string, value: string): string {
  const span = DURATION.exec(value);
  if (span !== null) return lasting(Number(span[1] ?? 0) * 60 + Number(span[2] ?? 0));
  if (!/^\d{1,15}$/.test(value)) return value;
  return rule === 'starts' ? told(Number(value)) : lasting(Number(value) / MINUTE_MILLIS);
}

function lasting(minutes: number): string {
  const isDays = minutes > 0 && minutes % DAY_MINUTES === 0;
  return t(isDays ? 'sentence.days' : 'sentence.minutes', { count: isDays ? minutes / DAY_MINUTES : Math.round(minutes * 100) / 100 });
}

/** The parameters of the sentence inside: `becauseSeat` is its `seat`. */
function inner(all: Readonly<Record<string, string>>): Said['with'] {
  return Object.entries(all)
    .filter(([name]) => /^because[A-Z]/.test(name) && name !== 'becauseCode')
    .map(([name, value]) => ({ name: name.slice(7, 8).toLowerCase() + name.slice(8), value }));
}
