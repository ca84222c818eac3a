import { useI18n } from 'vue-i18n';
import { learnedAll } from '../../router';
import { ROOMS } from '..';

const GOOD = new Set(['done', 'read', 'entered', '-']);

/** Puts the words of the record into the person's language; a word without a name stays as it is. */
export function useRecordWords(): { whatOf: (word: string) => string; outcomeOf: (word: string) => string; isGood: (outcome: string) => boolean; choices: (field: string) => { word: string; name: string }[] } {
  const { t, te, tm } = useI18n();
  // Acts are named as they are where they are proposed, in rooms the auditor may not enter.
  void learnedAll(ROOMS);
  const named = (key: string, word: string): string => (te(`${key}.${word}`) ? t(`${key}.${word}`) : '');
  const whatOf = (word: string): string => named('room.audit.whats', word) || named('act.kind', word);
  const outcomeOf = (word: string): string => named('room.audit.outcomes', word) || word;
  const listed = (key: string): { word: string; name: string }[] => Object.keys(tm(key) as object).map((word) => ({ word, name: t(`${key}.${word}`) }));
  /** The words a field of the search can be asked for. */
  const choices = (field: string): { word: string; name: string }[] => {
    if (field === 'what') return [...listed('act.kind'), ...listed('room.audit.whats')];
    return field === 'outcome' ? listed('room.audit.outcomes') : [];
  };
  return { whatOf, outcomeOf, isGood: (outcome) => GOOD.has(outcome), choices };
}
