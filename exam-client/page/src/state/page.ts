import type { ItemResponse } from '@gongyuan/item-renderer';
import type { InjectionKey } from 'vue';
import { computed, inject, reactive, ref, shallowReactive, watch } from 'vue';
import type { SeatQuery } from '../bridge/bridge';
import { Bridge, Refused } from '../bridge/bridge';
import type { Facets, Words } from '../bridge/facets';
import { i18n } from '../locale';
import { ChineseInput } from './chinese';
import { Giving } from './giving';
import type { Scene } from './scene';
import { freshScene, readScene } from './scene';
import { screenOf } from './screen';
import { Steps } from './steps';
import { Countdown, span } from './time';
import { isLineLost, workShown } from './work';

const ALIVE_EVERY = 5000;
const TICK = 250;
const KEEP_AFTER = 700;

/** The state of the page: what the seat says, what the page asked it to keep, and the little that is only here. */
export class Page {
  readonly bridge: Bridge;
  readonly giving: Giving;
  readonly chinese: ChineseInput;
  readonly countdown = new Countdown(() => performance.now());
  readonly steps = new Steps();
  /** Empty until the first event. */
  readonly seat = shallowReactive<Partial<Facets>>({});
  readonly scene = reactive<Scene>(freshScene());
  /** Changes with every look at the clock. */
  readonly tick = ref(0);
  readonly isHeard = ref(false);
  readonly answered = reactive(new Set<number>());
  readonly polite = ref('');
  readonly urgent = ref('');
  /** Rises with every change of a response on the screen. */
  readonly changes = ref(0);
  readonly toast = ref<string | null>(null);
  private readonly highestGiven = ref(0);
  private readonly isWaiting = ref(false);
  private readonly isStuck = ref(false);
  private keepTimer: ReturnType<typeof setTimeout> | undefined;
  private toastTimer: ReturnType<typeof setTimeout> | undefined;
  private isSceneRead = false;

  constructor(query: SeatQuery) {
    this.bridge = new Bridge(
      query,
      (facets, isFirst) => this.take(facets, isFirst),
      () => undefined,
    );
    this.chinese = new ChineseInput(this.bridge, () => this.seat.input);
    this.giving = new Giving(
      (place, response) => this.bridge.give(place, response),
      {
        now: () => performance.now(),
        after: (ms, act) => {
          const timer = setTimeout(act, ms);
          return () => clearTimeout(timer);
        },
      },
      {
        given: (seq) => (this.highestGiven.value = Math.max(this.highestGiven.value, seq)),
        waiting: (isWaiting) => (this.isWaiting.value = isWaiting),
        stuck: (isStuck) => (this.isStuck.value = isStuck),
        refused: (word) => {
          if (word === 'too-long') this.tell(this.t('exam.tooLong'));
        },
      },
    );
    watch(
      () => this.scene.language,
      (language) => this.speak(language),
      { immediate: true },
    );
    watch(
      () => [this.scene.display.zoom, this.scene.display.scheme, this.scene.display.spacing] as const,
      ([zoom, scheme, spacing]) => {
        const root = document.documentElement;
        root.style.fontSize = `${zoom}%`;
        root.dataset['scheme'] = scheme;
        root.dataset['spacing'] = spacing;
        root.dataset['zoom'] = String(zoom);
      },
      { immediate: true },
    );
    watch(this.scene, () => this.keepSoon(), { deep: true });
  }

  /** Begins to listen, to count, and to show signs of life. */
  start(): void {
    this.bridge.listen();
    this.chinese.listen(document);
    setInterval(() => {
      this.tick.value += 1;
      const minutes = this.countdown.due();
      if (minutes !== null) this.warn(this.t('time.warning', { minutes }));
    }, TICK);
    const alive = (): void => void this.bridge.alive().catch(() => undefined);
    setInterval(alive, ALIVE_EVERY);
  }

  private take(facets: Partial<Facets>, isFirst: boolean): void {
    const before = { ...this.seat };
    Object.assign(this.seat, facets);
    if (isFirst && !this.isSceneRead) {
      this.isSceneRead = true;
      Object.assign(this.scene, readScene(facets.scene) ?? this.scene);
    }
    if (facets.time) this.countdown.hear(facets.time);
    if (facets.answered) {
      this.answered.clear();
      for (const place of facets.answered) this.answered.add(place);
    }
    if (facets.line && before.line?.up === true && !facets.line.up && before.candidate) this.say(this.t('bar.lostLong'));
    if (facets.camera && before.camera && this.seat.stage === 'running') {
      if (facets.camera.state === 'lost' && before.camera.state !== 'lost') this.say(this.t('camera.saidLost'));
      if (facets.camera.state === 'live' && before.camera.state === 'lost') this.say(this.t('camera.saidBack'));
    }
    if (facets.line?.up && isLineLost(before.line, before.candidate)) this.say(this.t('bar.back'));
    if (facets.input) this.heardOfInput(facets.input.state, before.input?.state);
    if (facets.stage && facets.stage !== before.stage) {
      this.chinese.leave();
      this.steps.clear();
      if (facets.stage === 'running') void this.giving.flush();
      if (facets.stage === 'closed' || facets.stage === 'stopped') this.giving.end();
      if (facets.stage === 'signed-out' && before.stage && before.stage !== 'signing-in') this.forget();
    }
    this.isHeard.value = true;
  }

  private heardOfInput(now: Facets['input']['state'], before: Facets['input']['state'] | undefined): void {
    if (before === undefined || !this.seat.candidate) return;
    if (before === 'ready' && now === 'absent') this.warn(this.t('input.lost'));
    if (before === 'absent' && now === 'ready') this.tell(this.t('input.back'));
  }

  /** Another candidate may come: nothing of this one stays but how the page looks. */
  private forget(): void {
    this.giving.end();
    this.highestGiven.value = 0;
    this.answered.clear();
    const { language, display } = this.scene;
    Object.assign(this.scene, { ...freshScene(), begun: true, language, display });
  }

  /** A facet that is there once the seat was heard. */
  get<K extends keyof Facets>(name: K): Facets[K] {
    return this.seat[name] as Facets[K];
  }

  readonly screen = computed(() => (this.isHeard.value ? screenOf(this.seat as Facets, this.scene.begun) : null));

  readonly work = computed(() => workShown(this.get('work'), this.highestGiven.value, this.isWaiting.value, this.isStuck.value));

  readonly left = computed(() => {
    void this.tick.value;
    void this.seat.time;
    return this.countdown.left();
  });

  readonly timeState = computed(() => {
    void this.tick.value;
    void this.seat.time;
    return this.countdown.state();
  });

  /** Words in the language shown. */
  words(words: Words): string {
    return this.scene.language === 'zh' ? words.zh : words.en;
  }

  /** The page's own words. */
  t(key: string, values: Record<string, unknown> = {}): string {
    return i18n.global.t(key, values);
  }

  clock(at: number, withSeconds = true): string {
    return this.countdown.clock(at, withSeconds);
  }

  span(ms: number): string {
    return span(ms);
  }

  /** A duration in words where it is whole minutes. */
  length(ms: number): string {
    return ms % 60_000 === 0 ? this.t('time.minutes', { n: ms / 60_000 }) : span(ms);
  }

  private speak(language: 'zh' | 'en'): void {
    i18n.global.locale.value = language;
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = this.t('app.title');
  }

  /** Says it politely to screen readers. */
  say(words: string): void {
    this.polite.value = '';
    setTimeout(() => (this.polite.value = words), 50);
  }

  /** Says it at once; it is shown elsewhere. */
  warnOnly(words: string): void {
    this.urgent.value = '';
    setTimeout(() => (this.urgent.value = words), 50);
  }

  /** Says it at once, and shows it for a while. */
  warn(words: string): void {
    this.urgent.value = '';
    setTimeout(() => (this.urgent.value = words), 50);
    this.show(words, 12_000);
  }

  /** Shows a line for a while. */
  tell(words: string): void {
    this.say(words);
    this.show(words, 6000);
  }

  private show(words: string, ms: number): void {
    this.toast.value = words;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => (this.toast.value = null), ms);
  }

  private keepSoon(): void {
    if (!this.isSceneRead) return;
    clearTimeout(this.keepTimer);
    this.keepTimer = setTimeout(() => void this.keepNow(), KEEP_AFTER);
  }

  /** Asks the seat to keep the scene as it is. */
  async keepNow(): Promise<void> {
    clearTimeout(this.keepTimer);
    await this.bridge.keep(JSON.parse(JSON.stringify(this.scene)) as object).catch(() => undefined);
  }

  /** Asks something of the seat; a refusal is said in the page's words. False if it was refused. */
  async ask(act: Promise<unknown>): Promise<boolean> {
    try {
      await act;
      return true;
    } catch (refused) {
      const word = refused instanceof Refused ? refused.word : 'fault';
      this.tell(word === 'no-line' ? this.t('bar.noLine') : word === 'too-early' ? this.t('closing.tooEarly', { at: this.clock(this.get('handIn').earliest, false) }) : this.t('exam.notNow'));
      return false;
    }
  }

  /** A response changed on the screen. */
  changed(place: number, read: () => ItemResponse, typing: boolean): void {
    // A field that is taken off the screen loses its focus, and tells so, also when its session is over.
    if (this.get('stage') !== 'running' && this.get('stage') !== 'on-hold') return;
    if (read().some(([, tokens]) => tokens !== null)) this.answered.add(place);
    else this.answered.delete(place);
    this.changes.value += 1;
    this.giving.changed(place, read, typing);
  }

  /** All places in the order of this seat. */
  readonly places = computed(() => this.seat.form?.sections.flatMap((section) => section.places) ?? []);

  toggleTool(tool: string, on = !this.scene.tools.includes(tool)): void {
    this.scene.tools = on ? [...new Set([...this.scene.tools, tool])] : this.scene.tools.filter((other) => other !== tool);
  }
}

export const PAGE: InjectionKey<Page> = Symbol('page');

/** The page, inside components. */
export function usePage(): Page {
  const page = inject(PAGE);
  if (!page) throw new Error('there is no page around this component');
  return page;
}
