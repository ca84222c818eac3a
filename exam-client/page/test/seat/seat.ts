import { ENGINE, ITEMS } from './form';
import { TestInput } from './input';

/**
 * A seat for tests: what the JVM does, by exam-client/spec/seat-page.md, held in Node so that it outlives the page.
 * It refuses what the specification refuses.
 */
type Json = Record<string, any>;

/** A query of the page that waits for its one answer. */
interface Waiting {
  answer(json: string): void;
  refuse(code: number, word: string): void;
}

export class Refusal extends Error {
  constructor(
    readonly code: number,
    readonly word: string,
  ) {
    super(word);
  }
}

const FIELDS: Record<string, Record<string, (value: any) => boolean>> = {
  'sign-in': { ticket: (v) => typeof v === 'string' && v.length >= 1 && v.length <= 64, secret: (v) => typeof v === 'string' && v.length >= 1 && v.length <= 128 },
  again: {}, confirm: {}, 'not-me': {}, checked: {}, pledge: {}, tried: {}, 'hand-in': {}, finish: {}, alive: {},
  face: { agreed: (v) => typeof v === 'boolean' },
  pictures: { agreed: (v) => typeof v === 'boolean' },
  watch: { on: (v) => typeof v === 'boolean' },
  item: { place: Number.isInteger },
  give: { place: Number.isInteger, response: isResponse },
  keep: { scene: (v) => typeof v === 'object' && v !== null },
  seen: { number: Number.isInteger },
  'raise-hand': { on: (v) => typeof v === 'boolean' },
  'compose-begin': { method: (v) => typeof v === 'string' && v.length >= 1 && v.length <= 64 },
  compose: { key: (v) => typeof v === 'string' && v.length >= 1 && v.length <= 20, shift: (v) => typeof v === 'boolean' },
  'compose-end': {},
  fault: { kind: (v) => typeof v === 'string' && v.length <= 40, detail: (v) => typeof v === 'string' && v.length <= 500 },
  blocked: { what: (v) => typeof v === 'string' && v.length <= 40 },
};

function isResponse(value: any): boolean {
  return (
    Array.isArray(value) &&
    new Set(value.map((pair: any) => pair[0])).size === value.length &&
    value.every((pair: any) => Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string' && (pair[1] === null || (Array.isArray(pair[1]) && pair[1].length > 0 && pair[1].every((token: any) => typeof token === 'string' && token !== ''))))
  );
}

const NOON = Date.UTC(2026, 4, 16, 1, 0, 0);
const words = (zh: string, en: string): Json => ({ zh, en });

export class TestSeat {
  facets: Json;
  readonly asks: Json[] = [];
  readonly given = new Map<number, [string, string[] | null][]>();
  readonly order: number[] = [];
  items = ITEMS;
  scene: Json | null = null;
  readonly input = new TestInput();
  /** Answers to `give` are saved after this long; null while the line is lost. */
  saveAfter: number | null = 30;
  private seq = 0;
  private n = 0;
  private waiting: Waiting | null = null;
  private untold: Json = {};
  private readonly started = performance.now();

  constructor() {
    this.facets = {
      seat: { name: 'B-14', exam: '汽车工程技术人员（初级）水平评价', program: '0.1.0', drill: false },
      stage: 'signed-out',
      line: { up: true, known: true, queue: null, words: null },
      machine: {
        verdict: 'ready',
        checks: [
          { id: 'displays', state: 'good', words: words('只有一个显示器', 'One display'), evidence: '' },
          { id: 'network', state: 'good', words: words('考试服务器已连接', 'The exam server is reached'), evidence: '' },
          { id: 'camera', state: 'good', words: words('摄像头正常', 'The camera works'), evidence: '' },
          { id: 'disk', state: 'note', words: words('磁盘空间较少，但足够', 'Little free disk space, but enough'), evidence: '2.1 GiB' },
          { id: 'program', state: 'good', words: words('考试程序完整', 'The exam program is intact'), evidence: '' },
        ],
      },
      lock: { state: 'locked', refused: [] },
      refusal: null,
      candidate: null,
      rules: null,
      texts: { rules: [], pledge: null, faceNotice: null, afterwards: null },
      entry: { camera: 'due', pictures: 'rule', faceOffered: true, face: 'unasked', pledged: false, tried: false, continued: false },
      form: null,
      fetched: { bytes: 0, of: 0 },
      time: { state: 'none', left: 0, now: 0, zone: 480 },
      messages: [],
      seen: 0,
      work: { state: 'untouched', at: 0, given: 0, saved: 0 },
      answered: [],
      help: { raised: false },
      input: { state: 'off', methods: [] },
      camera: { state: 'live', picture: '/camera/1', hints: [], good: true },
      handIn: { earliest: 0 },
      closed: null,
      stopped: null,
      after: null,
      scene: null,
    };
  }

  now(): number {
    return NOON + Math.round(performance.now() - this.started);
  }

  /** Changes facets, and tells of them as soon as the page asks. */
  put(changes: Json): void {
    Object.assign(this.facets, changes);
    Object.assign(this.untold, changes);
    this.tell();
  }

  private tell(): void {
    if (!this.waiting || Object.keys(this.untold).length === 0) return;
    const json = JSON.stringify({ n: ++this.n, put: this.untold });
    this.untold = {};
    const waiting = this.waiting;
    this.waiting = null;
    waiting.answer(json);
  }

  /** Answers with exactly this, to see what the page makes of it. */
  raw(json: string): void {
    this.waiting?.answer(json);
    this.waiting = null;
  }

  /** `listen` and `next` (2.2): one answer each, the latter when there is something to tell. */
  listen(fields: Json, waiting: Waiting): void {
    if (fields['ask'] === 'listen') {
      this.asks.push(fields);
      if (fields['version'] !== 1) return waiting.refuse(426, 'version');
      this.waiting?.refuse(409, 'not-now');
      this.waiting = null;
      this.untold = {};
      this.n = 1;
      waiting.answer(JSON.stringify({ n: 1, put: { ...this.facets, scene: this.scene } }));
      return;
    }
    if (fields['after'] !== this.n) return waiting.refuse(409, 'not-now');
    this.waiting?.refuse(409, 'not-now');
    this.waiting = waiting;
    this.tell();
  }

  ask(request: string): Json {
    const { ask, ...fields } = JSON.parse(request) as Json;
    const known = FIELDS[ask];
    if (!known) throw new Refusal(404, 'unknown');
    if (Object.keys(fields).length !== Object.keys(known).length || !Object.entries(known).every(([name, fits]) => fits(fields[name]))) throw new Refusal(400, 'not-understood');
    this.asks.push({ ask, ...fields });
    return this.act(ask, fields);
  }

  private expect(...stages: string[]): void {
    if (!stages.includes(this.facets['stage'])) throw new Refusal(409, 'not-now');
  }

  private act(ask: string, fields: Json): Json {
    const entry = this.facets['entry'];
    switch (ask) {
      case 'sign-in':
        this.expect('signed-out');
        this.put({ stage: 'signing-in' });
        setTimeout(() => {
          // Who is refused is let go: nobody is connected until he tries again.
          this.put({ line: { up: fields['secret'] === 'right', known: true, queue: null, words: null } });
          if (fields['secret'] === 'right') this.admit();
          else this.put({ stage: 'signed-out', refusal: { number: (this.facets['refusal']?.number ?? 0) + 1, reason: 'proof', words: words('准考证号、口令或座位不符，请核对后再试，或举手请监考员协助。', 'Ticket number, secret and seat do not fit together. Check them, or raise your hand.'), retry: 0 } });
        }, 20);
        break;
      case 'confirm':
        this.expect('confirming');
        this.put({ stage: 'waiting' });
        break;
      case 'face':
        this.expect('waiting', ...(fields['agreed'] ? [] : ['running', 'on-hold']));
        this.put({ entry: { ...entry, face: fields['agreed'] ? 'yes' : 'no' } });
        break;
      case 'pictures':
        this.expect('waiting', 'running', 'on-hold');
        if (entry.pictures === 'rule') throw new Refusal(409, 'not-now');
        this.put({ entry: { ...entry, pictures: fields['agreed'] ? 'yes' : 'no' }, camera: { ...this.facets['camera'], ...(fields['agreed'] ? { state: 'live', picture: '/camera/1', good: true } : { state: 'off', picture: null, good: false }) } });
        break;
      case 'checked':
        this.expect('waiting');
        this.put({ entry: { ...entry, camera: 'done' } });
        break;
      case 'pledge':
        this.expect('waiting', 'running');
        this.put({ entry: { ...entry, pledged: true } });
        break;
      case 'tried':
        this.expect('waiting');
        this.put({ entry: { ...entry, tried: true } });
        break;
      case 'raise-hand':
        if (!this.facets['line'].up) throw new Refusal(409, 'no-line');
        this.put({ help: { raised: fields['on'] } });
        break;
      case 'compose-begin':
      case 'compose':
      case 'compose-end':
        if (ask !== 'compose-end') this.expect('waiting', 'running');
        if (this.facets['input'].state !== 'ready') throw new Refusal(409, 'not-now');
        return this.input.act(ask, fields);
      case 'item':
        return this.item(fields['place']);
      case 'give':
        return this.give(fields['place'], fields['response']);
      case 'keep':
        this.scene = fields['scene'];
        break;
      case 'seen':
        this.put({ seen: fields['number'] });
        break;
      case 'hand-in':
        this.expect('running');
        if (this.facets['handIn'].earliest > this.now()) throw new Refusal(409, 'too-early');
        this.put({ stage: 'handing-in' });
        setTimeout(() => this.close('submitted'), 60);
        break;
      case 'finish':
        this.expect('closed', 'stopped');
        this.put({ after: { wiped: true, restored: true, failed: [] } });
        break;
    }
    return {};
  }

  admit(): void {
    this.put({
      stage: 'confirming',
      refusal: null,
      candidate: { name: '欧阳𠮷', ticket: '2026051600114', seat: 'B-14', photo: '/photo', facts: [{ label: words('报考级别', 'Level'), value: '初级' }] },
      rules: { opens: NOON - 1_800_000, starts: NOON + 600_000, ends: NOON + 6_000_000, duration: 5_400_000, lastEntry: 300_000, earliestHandIn: 0 },
      time: { state: 'none', left: 0, now: this.now(), zone: 480 },
      fetched: { bytes: 4_000_000, of: 4_000_000 },
    });
  }

  /** Stands in the exam at once, for tests that are about it. */
  run(entry: Json = {}): void {
    this.admit();
    this.put({ entry: { camera: 'done', pictures: 'rule', faceOffered: true, face: 'no', pledged: true, tried: true, continued: false, ...entry } });
    this.start();
  }

  start(left = 5_400_000): void {
    const places = this.items.map((_, index) => index + 1);
    this.put({
      form: {
        title: '样卷', language: 'zh-CN', calculator: 'scientific', scratch: true, highlighter: true, eliminator: true,
        sections: [
          { id: 's1', title: '一、选择与填空 Choice and entry', instructions: '<p xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"><span class="zh" xml:lang="zh-CN">每题 2 分。</span> <span class="en" xml:lang="en">2 points each.</span></p>', navigation: 'nonlinear', places: places.slice(0, 10) },
          { id: 's2', title: '二、图形题 Pictures', instructions: '', navigation: 'nonlinear', places: places.slice(10, 17) },
          { id: 's3', title: '三、案例 Case', instructions: '', navigation: 'nonlinear', places: places.slice(17) },
        ].filter((section) => section.places.length > 0),
      },
      answered: [...this.given.keys()],
      time: { state: 'running', left, now: this.now(), zone: 480 },
      stage: 'running',
    });
  }

  private item(place: number): Json {
    this.expect('running');
    if (!this.facets['entry'].pledged) throw new Refusal(409, 'not-pledged');
    const found = this.items[place - 1];
    if (!found) throw new Refusal(404, 'unknown');
    this.order.push(place);
    const files = { 'assets/engine.svg': '/asset/7' };
    return { place, xml: found.xml, order: found.order ?? {}, stimuli: found.stimulus ? [{ identifier: 'case', xml: found.stimulus, files }] : [], files, response: this.given.get(place) ?? null, seconds: 0 };
  }

  private give(place: number, response: [string, string[] | null][]): Json {
    if (this.facets['stage'] === 'on-hold') throw new Refusal(409, 'on-hold');
    if (this.facets['stage'] !== 'running') throw new Refusal(409, 'not-running');
    if (!this.order.slice(-2).includes(place)) throw new Refusal(409, 'not-now');
    this.given.set(place, response);
    const seq = ++this.seq;
    this.put({ work: { ...this.facets['work'], state: this.saveAfter === null ? 'kept' : 'saving', given: seq, at: 0 } });
    if (this.saveAfter !== null) setTimeout(() => this.save(), this.saveAfter);
    return { given: seq };
  }

  save(): void {
    if (this.saveAfter !== null) this.put({ work: { state: 'saved', at: this.now(), given: this.seq, saved: this.seq } });
  }

  loseLine(): void {
    this.saveAfter = null;
    this.put({ line: { up: false, known: true, queue: null, words: words('连接不上考试服务器，系统会自动重试。', 'The exam server cannot be reached; this seat tries again by itself.') } });
  }

  findLine(): void {
    this.saveAfter = 30;
    this.put({ line: { up: true, known: true, queue: null, words: null } });
    this.save();
  }

  hold(left: number): void {
    this.put({ stage: 'on-hold', time: { state: 'held', left, now: this.now(), zone: 480 }, messages: [...this.facets['messages'], this.message('held', { by: left, cause: 'power-cut' })] });
  }

  resume(left: number): void {
    this.put({ stage: 'running', time: { state: 'running', left, now: this.now(), zone: 480 }, messages: [...this.facets['messages'], this.message('resumed', {})] });
  }

  message(kind: string, more: Json): Json {
    return { number: this.facets['messages'].length + 1, at: this.now(), kind, words: null, text: null, by: 0, cause: '', ...more };
  }

  say(text: string): void {
    this.put({ messages: [...this.facets['messages'], this.message('said', { text })] });
  }

  extend(by: number, left: number): void {
    this.put({ time: { state: 'running', left, now: this.now(), zone: 480 }, messages: [...this.facets['messages'], this.message('extended', { by, cause: 'machine-fault' })] });
  }

  close(how: string): void {
    const receipt = ['gongyuan-receipt/1', `leaf ${'Ab3'.repeat(60)}`, 'index 4711', `proof ${'x_-9'.repeat(180)}`, `checkpoint ${'Q2h'.repeat(130)}`].join('\n');
    this.put({ stage: 'closed', closed: { how, at: this.now(), cause: how === 'voided' ? 'breach' : '', notTaken: 0, receipt: how === 'voided' ? null : { text: receipt, code: 'K7WQ2M4XRA', finding: 'holds' } } });
  }

  /** What is served beside the page's own files (section 9). */
  file(path: string): { type: string; body: string } | null {
    if (path === '/asset/7' && this.facets['stage'] === 'running') return { type: 'image/svg+xml', body: ENGINE };
    const face = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240"><rect width="320" height="240" fill="#b9c4c6"/><ellipse cx="160" cy="235" rx="95" ry="70" fill="#4a5d6b"/><ellipse cx="160" cy="120" rx="52" ry="66" fill="#d9b08c"/><path d="M108 105c0-70 104-70 104 0-20-26-84-26-104 0z" fill="#2f2a28"/><circle cx="140" cy="118" r="5"/><circle cx="180" cy="118" r="5"/><path d="M145 152q15 10 30 0" stroke="#84503c" stroke-width="3" fill="none"/></svg>`;
    return path === '/photo' || path.startsWith('/camera/') ? { type: 'image/svg+xml', body: face } : null;
  }
}
