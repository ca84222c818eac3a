import type { Schemas } from '#contract';

/** Why a request came to nothing: the word of a problem (staff-contract.md 2.1), or one of the page's own. */
export class Refusal extends Error {
  constructor(
    /** The word: of the contract, or `unreachable` when no answer came. */
    readonly word: string,
    /** The status, 0 when no answer came. */
    readonly status: number,
    /** The node's sentence, in English. */
    readonly detail: string,
    /** Seconds to wait before it may be asked again, 0 when not told. */
    readonly wait = 0,
    /** The sentence by its code and parameters, to be said in the person's language (staff-contract.md 12). */
    readonly said: Schemas['Told'] | null = null,
  ) {
    super(detail === '' ? word : `${word}: ${detail}`);
    this.name = 'Refusal';
  }
}

/** Whether something that was thrown is a refusal, of this word if one is named. */
export function isRefusal(thrown: unknown, word?: string): thrown is Refusal {
  return thrown instanceof Refusal && (word === undefined || thrown.word === word);
}
