import type { Shape } from './shape';
import { anything, flag, listOf, NotOfShape, object, oneOf, orNull, path, record, text, whole } from './shape';

/** The facets of seat-page.md section 4, each read whole and strictly. */

const words = object({ zh: text(1000), en: text(1000) });

/** Words for candidates, in both languages. */
export type Words = ReturnType<typeof words>;

const instant = whole();
const duration = whole();
const place = whole(1, 10_000);
const receipt = object({ text: text(8000), code: text(20), finding: oneOf('holds', 'signer-not-known', 'fails') });

const facets = {
  seat: object({ name: text(100), exam: text(100), program: text(100), drill: flag }),
  stage: oneOf('signed-out', 'signing-in', 'confirming', 'waiting', 'running', 'on-hold', 'handing-in', 'closed', 'stopped'),
  line: object({ up: flag, known: flag, queue: orNull(object({ place: whole(1), expected: duration })), words: orNull(words) }),
  machine: object({
    verdict: oneOf('checking', 'ready', 'refused'),
    checks: listOf(object({ id: text(40), state: oneOf('checking', 'good', 'note', 'warning', 'refused'), words, evidence: text(200) }), 40),
  }),
  lock: object({ state: oneOf('off', 'taking', 'locked', 'not-locked', 'given-back'), refused: listOf(object({ measure: text(100), words }), 40) }),
  refusal: orNull(object({ number: whole(1), reason: text(40), words, retry: duration })),
  candidate: orNull(object({ name: text(100), ticket: text(100), seat: text(100), photo: orNull(path), facts: listOf(object({ label: words, value: text(100) }), 10) })),
  rules: orNull(object({ opens: instant, starts: instant, ends: instant, duration, lastEntry: duration, earliestHandIn: duration })),
  texts: object({ rules: listOf(words, 40), pledge: orNull(words), faceNotice: orNull(words), afterwards: orNull(words) }),
  entry: object({ camera: oneOf('none', 'due', 'done'), pictures: oneOf('rule', 'unasked', 'yes', 'no'), faceOffered: flag, face: oneOf('unasked', 'yes', 'no'), pledged: flag, tried: flag, continued: flag }),
  form: orNull(
    object({
      title: text(500),
      language: text(40),
      calculator: oneOf('none', 'basic', 'scientific'),
      scratch: flag,
      highlighter: flag,
      eliminator: flag,
      sections: listOf(object({ id: text(200), title: text(500), instructions: text(100_000), navigation: oneOf('linear', 'nonlinear'), places: listOf(place, 10_000) }), 200),
    }),
  ),
  fetched: object({ bytes: whole(), of: whole() }),
  time: object({ state: oneOf('none', 'running', 'held', 'over'), left: duration, now: instant, zone: whole(-840, 840) }),
  messages: listOf(
    object({
      number: whole(1),
      at: instant,
      kind: oneOf('said', 'extended', 'held', 'resumed', 'restored', 'not-taken', 'trouble', 'demanded', 'moved'),
      words: orNull(words),
      text: orNull(text(1000)),
      by: duration,
      cause: text(40),
    }),
    100,
  ),
  seen: whole(),
  work: object({ state: oneOf('untouched', 'saving', 'saved', 'kept'), at: instant, given: whole(), saved: whole() }),
  answered: listOf(place, 10_000),
  help: object({ raised: flag }),
  input: object({ state: oneOf('off', 'absent', 'ready'), methods: listOf(object({ id: text(64), words }), 20) }),
  camera: object({
    state: oneOf('off', 'starting', 'live', 'lost', 'none'),
    picture: orNull(path),
    hints: listOf(oneOf('dark', 'bright', 'blurred', 'covered', 'no-face', 'several-faces', 'off-centre', 'too-far', 'too-near', 'frozen'), 10),
    good: flag,
  }),
  handIn: object({ earliest: instant }),
  closed: orNull(object({ how: oneOf('submitted', 'collected', 'voided'), at: instant, cause: text(40), notTaken: whole(), receipt: orNull(receipt) })),
  stopped: orNull(object({ reason: oneOf('moved', 'record-differs', 'form', 'closed', 'other'), words })),
  after: orNull(object({ wiped: flag, restored: flag, failed: listOf(object({ measure: text(100), words }), 40) })),
  scene: anything,
} satisfies Record<string, Shape<unknown>>;

type Read = typeof facets;

/** Everything the seat says, as one state. */
export type Facets = { [K in keyof Read]: ReturnType<Read[K]> };

/** One of the proctor's or the seat's messages. */
export type Message = Facets['messages'][number];

/** The names of all facets. */
export const FACETS = Object.keys(facets) as (keyof Facets)[];

/** Reads an event; the first of a `listen` has all facets (2.2). */
export function readEvent(json: string, due: number): Partial<Facets> {
  const event = object({ n: whole(1), put: record(anything, FACETS.length) })(parsed(json), 'event');
  if (event.n !== due) throw new NotOfShape(`event ${event.n} came, ${due} is due`);
  if (due === 1) for (const name of FACETS) if (!Object.hasOwn(event.put, name)) throw new NotOfShape(`the first event has no ${name}`);
  const put: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event.put)) {
    if (!Object.hasOwn(facets, name)) throw new NotOfShape(`there is no facet ${name.slice(0, 40)}`);
    put[name] = facets[name as keyof Facets](value, name);
  }
  return put as Partial<Facets>;
}

const tokens = orNull(listOf(text(262_144), 1000));
const pair: Shape<[string, string[] | null]> = (value, at) => {
  if (!Array.isArray(value) || value.length !== 2) throw new NotOfShape(`${at} is no pair`);
  return [text(1000)(value[0], at), tokens(value[1], at)];
};
const files = record(path, 10_000);
const item = object({
  place,
  xml: text(1_048_576),
  order: record(listOf(text(1000), 1000), 2000),
  stimuli: listOf(object({ identifier: text(1000), xml: text(1_048_576), files }), 40),
  files,
  response: orNull(listOf(pair, 1000)),
  seconds: whole(),
});

/** The answer to `item` (7.1). */
export type ItemAnswer = ReturnType<typeof item>;

/** Reads the answer to `item`. */
export function readItem(json: string): ItemAnswer {
  return item(parsed(json), 'item');
}

/** Reads the answer to `give`. */
export function readGiven(json: string): number {
  return object({ given: whole(1) })(parsed(json), 'given').given;
}

const composed = object({ handled: flag, commit: text(10_000), preedit: text(10_000), caret: whole(), candidates: listOf(text(400), 20), at: whole(), aside: text(10_000) });

/** Reads the answer to `compose` (13.3). */
export function readComposed(json: string): ReturnType<typeof composed> {
  return composed(parsed(json), 'composed');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new NotOfShape('this is no JSON');
  }
}
