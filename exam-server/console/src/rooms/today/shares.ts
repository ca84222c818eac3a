import type { Schemas } from '#contract';

type State = Schemas['MyShare']['state'];

/** How a share stands, by colour beside its words. */
export const TAGS: Readonly<Record<State, string>> = { kept: '', waiting: '', held: 'bad', announced: 'careful', needed: 'careful', due: 'bad', said: 'good' };
