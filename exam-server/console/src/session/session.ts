import type { Schemas } from '#contract';
import { computed, reactive, shallowRef } from 'vue';
import { ask, whenSignInIsLost } from '../contract/client';
import { isRefusal } from '../contract/refusal';
import { now } from '../live/clock';
import { Waiting } from '../live/waiting';

type Person = Schemas['Person'];
type Grant = Schemas['Grant'];

const state = reactive({ known: false, expired: false });
const me = shallowRef<Person | null>(null);
const table = shallowRef<Schemas['Duties']>({ duties: [], permissions: [], apart: [] });
const waiting = new Waiting(() => ended());

function ended(): void {
  if (me.value !== null) state.expired = true;
  me.value = null;
  waiting.stop();
}

whenSignInIsLost(ended);

/** The duties of the person that count now. */
const grants = computed<readonly Grant[]>(() => (me.value?.duties ?? []).filter((grant) => Date.parse(grant.from) <= now.value && now.value < Date.parse(grant.until)));

/** Who carries a permission, by the table of duties the node goes by. */
const carriers = computed(() => new Map(table.value.permissions.map((one) => [one.permission ?? '', new Set(one.duties ?? [])])));

/**
 * Who is signed in and what he may do. The node judges every request anew; what is asked here decides only what is shown.
 */
export const session = {
  state,
  me,
  table,
  grants,
  waiting,

  /** Learns who is signed in, if anybody is. */
  async load(): Promise<void> {
    try {
      const person = await ask('readMe');
      table.value = await ask('readDuties');
      me.value = person;
      state.expired = false;
      waiting.listen();
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      me.value = null;
    } finally {
      state.known = true;
    }
  },

  /** Learns anew who is signed in, after he changed something of himself. */
  async refresh(): Promise<void> {
    me.value = await ask('readMe');
  },

  /** Whether some duty of the person carries this permission, over whatever area. */
  may(permission: string): boolean {
    const duties = carriers.value.get(permission);
    return duties !== undefined && grants.value.some((grant) => duties.has(grant.duty));
  },

  /** Whether he holds it over everything. */
  mayEverywhere(permission: string): boolean {
    const duties = carriers.value.get(permission);
    return duties !== undefined && grants.value.some((grant) => grant.area === 'all' && duties.has(grant.duty));
  },

  /** Signs out here, or everywhere. */
  async signOut(everywhere: boolean): Promise<void> {
    await ask(everywhere ? 'signOutEverywhere' : 'signOut', { body: {} } as never);
    me.value = null;
    state.expired = false;
    waiting.stop();
  },
};
