import { toBytes } from '../../contract/bytes';

/** What is wrong with an export, as a word with what it is about. */
export interface Problem {
  word: 'not-an-export' | 'no-end' | 'count' | 'unknown-log' | 'note' | 'untrusted' | 'proof' | 'line' | 'suite';
  given: Record<string, string | number>;
}

/** One log of an export, and how many of its entries are in the file. */
export interface CheckedLog {
  origin: string;
  size: number;
  entries: number;
}

/** What came of checking an export. */
export interface Checked {
  by: string;
  at: string;
  logs: CheckedLog[];
  entries: number;
  problems: Problem[];
}

const FIRST_LINE = 'gongyuan-audit-export/1';
const MOST_PROBLEMS = 20;
const HASH = 32;
const ED25519 = 1;
const KEY_ID = 4;
const MOST_PATH = 64;

type Bytes = Uint8Array<ArrayBuffer>;

interface NoteKey {
  name: string;
  id: string;
  type: number;
  key: Bytes;
}

interface Checkpoint {
  origin: string;
  size: bigint;
  root: Bytes;
  isTrusted: boolean;
}

const bytesOf = (base64: string): Bytes => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const same = (one: Uint8Array, other: Uint8Array): boolean => one.length === other.length && one.every((byte, at) => byte === other[at]);

function joined(...parts: (Uint8Array | number)[]): Bytes {
  const lists = parts.map((part) => (typeof part === 'number' ? Uint8Array.of(part) : part));
  const whole = new Uint8Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    whole.set(list, at);
    at += list.length;
  }
  return whole;
}

const sha256 = async (bytes: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** Verifier keys as `name+id+base64` (C2SP signed-note; trust.md 9.4); what is none is left out. */
async function keysOf(text: string): Promise<NoteKey[]> {
  const keys: NoteKey[] = [];
  for (const line of text.split('\n').map((one) => one.trim()).filter((one) => one !== '' && !one.startsWith('#'))) {
    const [, name, id, key] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
    if (name === undefined || id === undefined || key === undefined) continue;
    const bytes = bytesOf(key);
    const wanted = hex((await sha256(joined(new TextEncoder().encode(`${name}\n`), bytes))).slice(0, KEY_ID));
    if (wanted === id) keys.push({ name, id, type: bytes[0] ?? 0, key: bytes.slice(1) });
  }
  return keys;
}

/** Reads a signed checkpoint and asks whether one of the keys signed it. */
async function checkpointOf(note: Bytes, keys: NoteKey[]): Promise<(Checkpoint & { isOther: boolean }) | null> {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(note);
  const split = text.lastIndexOf('\n\n');
  if (split < 0) return null;
  const signed = text.slice(0, split + 1);
  const [origin, size, root] = signed.split('\n');
  if (!origin || !size || !root || !/^(0|[1-9][0-9]{0,18})$/.test(size)) return null;
  const rootBytes = bytesOf(root);
  if (rootBytes.length !== HASH) return null;
  let isTrusted = false;
  let isOther = false;
  for (const line of text.slice(split + 2).split('\n').filter((one) => one !== '')) {
    const [, name, value] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return null;
    const signature = bytesOf(value);
    const key = keys.find((one) => one.name === name && one.id === hex(signature.slice(0, KEY_ID)));
    if (key === undefined || key.name !== origin) continue;
    if (key.type !== ED25519) {
      isOther = true;
      continue;
    }
    const imported = await crypto.subtle.importKey('raw', key.key, { name: 'Ed25519' }, false, ['verify']);
    isTrusted ||= await crypto.subtle.verify({ name: 'Ed25519' }, imported, signature.slice(KEY_ID), new TextEncoder().encode(signed));
  }
  return { origin, size: BigInt(size), root: rootBytes, isTrusted, isOther };
}

/** Whether a proof leads from a leaf to the root: every step of RFC 9162, 2.1.3.2. */
export async function holds(leaf: Bytes, index: bigint, size: bigint, path: Bytes[], root: Bytes): Promise<boolean> {
  if (index < 0n || index >= size) return false;
  let fn = index;
  let sn = size - 1n;
  let hash = await sha256(joined(0, leaf));
  for (const step of path) {
    if (sn === 0n) return false;
    if ((fn & 1n) === 1n || fn === sn) {
      hash = await sha256(joined(1, step, hash));
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      hash = await sha256(joined(1, hash, step));
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && same(hash, root);
}

/**
 * Checks an export of the audit (staff-access.md 6.4) by WebCrypto alone: every entry is in a log whose checkpoint one of
 * these keys signed. `told` hears how far it is, from 0 to 1.
 */
export async function check(text: string, trusted: string, told: (part: number) => void = () => undefined): Promise<Checked> {
  const lines = text.split('\n');
  const result: Checked = { by: '', at: '', logs: [], entries: 0, problems: [] };
  const wrong = (word: Problem['word'], given: Problem['given'] = {}): void => {
    if (result.problems.length < MOST_PROBLEMS) result.problems.push({ word, given });
  };
  if (lines[0] !== FIRST_LINE) {
    wrong('not-an-export');
    return result;
  }
  const keys = await keysOf(trusted);
  const logs = new Map<string, { checkpoint: Checkpoint; log: CheckedLog }>();
  let end: number | null = null;
  for (let at = 1; at < lines.length; at++) {
    const line = at + 1;
    const [word, ...fields] = (lines[at] ?? '').split(' ');
    try {
      if (word === '' && at === lines.length - 1) continue;
      if (end !== null) wrong('line', { line });
      else if (word === 'by') result.by = fields[0] ?? '';
      else if (word === 'at') result.at = fields[0] ?? '';
      else if (word === 'asked') continue;
      else if (word === 'log' && fields.length === 2 && !logs.has(fields[0]!)) {
        const checkpoint = await checkpointOf(toBytes(fields[1]!), keys);
        if (checkpoint === null) {
          wrong('note', { line });
          continue;
        }
        const log = { origin: checkpoint.origin, size: Number(checkpoint.size), entries: 0 };
        logs.set(fields[0]!, { checkpoint, log });
        result.logs.push(log);
        if (!checkpoint.isTrusted) wrong(checkpoint.isOther ? 'suite' : 'untrusted', { line, log: checkpoint.origin });
      } else if (word === 'entry' && fields.length === 4) {
        const [number, index, leaf, path] = fields as [string, string, string, string];
        const of = logs.get(number);
        if (of === undefined) {
          wrong('unknown-log', { line });
          continue;
        }
        of.log.entries++;
        result.entries++;
        const hashes = path === '-' ? new Uint8Array() : toBytes(path);
        const steps = Array.from({ length: hashes.length / HASH }, (_, step) => hashes.slice(step * HASH, (step + 1) * HASH));
        const isWhole = hashes.length % HASH === 0 && steps.length <= MOST_PATH && /^[0-9]{1,18}$/.test(index);
        if (!isWhole || !(await holds(toBytes(leaf), BigInt(index), of.checkpoint.size, steps, of.checkpoint.root))) wrong('proof', { line, index });
      } else if (word === 'end' && /^[0-9]+$/.test(fields[0] ?? '')) end = Number(fields[0]);
      else wrong('line', { line });
    } catch {
      wrong('line', { line });
    }
    if (at % 200 === 0) told(at / lines.length);
  }
  if (end === null) wrong('no-end');
  else if (end !== result.entries) wrong('count', { wanted: end, count: result.entries });
  told(1);
  return result;
}
