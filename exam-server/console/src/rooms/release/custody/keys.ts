import { argon2idAsync } from '@noble/hashes/argon2.js';
import { expand } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toBytes, toText } from '../../../contract/bytes';
import { encoded } from './cbor';
import { keyPair, open, seal } from './hpke';

/** The one suite whose keys this page makes and opens. Keys of SM-1 are for the command line. */
export const SUITE = 'INTL-1';

/** Purposes of sealing keys (trust.md 3.2). */
export const CUSTODIAN = 1;
export const NODE = 3;

const SUITE_CODE = 1;
const TITLE = 'gongyuan-key/1';
const KIND = 'custodian sealing key';
const COST = { m: 65_536, t: 3, p: 1 };
const MOST = { m: 262_144, t: 16, p: 4 };
const FORM = /^gongyuan-key\/1\nkind: custodian sealing key\nsuite: ([A-Z0-9-]{1,16})\npublic: ([A-Za-z0-9_-]{1,4096})\npassphrase: argon2id m=([1-9][0-9]{0,6}) t=([1-9][0-9]?) p=([1-9]) salt=([A-Za-z0-9_-]{22})\nsecret: ([A-Za-z0-9_-]{64})\n$/;
const PUBLIC = 1216;

/** Why a file cannot be used here. */
export class FileRefused extends Error {
  constructor(readonly why: 'not-a-key' | 'other-suite' | 'too-costly' | 'on-a-token') {
    super(why);
    this.name = 'FileRefused';
  }
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** The bytes a sealing key is stored and sent in (trust.md 3.5). */
export function publicKey(purpose: number, raw: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([1, SUITE_CODE, purpose, ...raw]);
}

/** By what manifests name a sealing key. */
export function fingerprint(key: Uint8Array): string {
  return hex(sha256(encoded(['gongyuan.org/sealing key/1', SUITE, key])));
}

/** Bytes as lower-case digits. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Bytes of such digits. */
export function unhex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16));
}

/** The mark of a second phrase (trust.md 10.8). */
export function markOf(value: Uint8Array): string {
  return hex(sha256(encoded(['gongyuan.org/second-phrase/1', SUITE, value])));
}

function derived(hash: Uint8Array, label: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(expand(sha256, hash, encoded([`gongyuan.org/${label}/1`, SUITE]), 32));
}

async function aes(key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

async function hashed(passphrase: string, salt: Uint8Array, cost: typeof COST, progress: (part: number) => void): Promise<Uint8Array> {
  return argon2idAsync(utf8(passphrase), salt, { ...cost, dkLen: 32, asyncTick: 20, onProgress: progress });
}

/** A key pair that opens what is sealed to its public part. */
export interface Pair {
  readonly key: Uint8Array<ArrayBuffer>;
  readonly seed: Uint8Array<ArrayBuffer>;
}

/** What a custodian typed gives: his key, or what stands for a passphrase that does not open the file. */
export type Typed = { readonly pair: Pair } | { readonly phrase: Uint8Array<ArrayBuffer> };

const ignored = (): void => undefined;

/** A custodian's key file, as the command line writes it (trust.md 10.2). */
export class KeyFile {
  private constructor(
    readonly text: string,
    readonly key: Uint8Array<ArrayBuffer>,
    private readonly head: string,
    private readonly salt: Uint8Array,
    private readonly cost: typeof COST,
    private readonly sealed: Uint8Array<ArrayBuffer>,
  ) {}

  /** By what manifests name the key. */
  get fingerprint(): string {
    return fingerprint(this.key);
  }

  /** Makes a new key pair and its file. The secret is nowhere else. */
  static async made(passphrase: string, progress: (part: number) => void = ignored): Promise<{ file: KeyFile; pair: Pair }> {
    const seed = crypto.getRandomValues(new Uint8Array(32));
    const key = publicKey(CUSTODIAN, keyPair(seed));
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const head = `${TITLE}\nkind: ${KIND}\nsuite: ${SUITE}\npublic: ${toText(key)}\npassphrase: argon2id m=${COST.m} t=${COST.t} p=${COST.p} salt=${toText(salt)}\n`;
    const hash = await hashed(passphrase, salt, COST, progress);
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12), additionalData: utf8(head) }, await aes(derived(hash, 'key file')), seed));
    return { file: new KeyFile(`${head}secret: ${toText(sealed)}\n`, key, head, salt, COST, sealed), pair: { key, seed } };
  }

  /** Reads a key file. */
  static read(text: string): KeyFile {
    const whole = text.replaceAll('\r\n', '\n');
    if (whole.startsWith('gongyuan-key/2\n')) throw new FileRefused('on-a-token');
    const found = FORM.exec(whole);
    if (found === null) throw new FileRefused(/^suite: SM-1$/m.test(whole) ? 'other-suite' : 'not-a-key');
    if (found[1] !== SUITE) throw new FileRefused('other-suite');
    const cost = { m: Number(found[3]), t: Number(found[4]), p: Number(found[5]) };
    if (cost.m > MOST.m || cost.t > MOST.t || cost.p > MOST.p || cost.m < 8 * cost.p) throw new FileRefused('too-costly');
    const key = toBytes(found[2]!);
    if (key.length !== 3 + PUBLIC || key[0] !== 1 || key[1] !== SUITE_CODE || key[2] !== CUSTODIAN) throw new FileRefused('not-a-key');
    return new KeyFile(whole, key, whole.slice(0, whole.indexOf('secret: ')), toBytes(found[6]!), cost, toBytes(found[7]!));
  }

  /**
   * What a passphrase gives, after one and the same hash. A passphrase that does not open the file is not told to be wrong
   * here: it stands for 32 bytes, which are handed in and refused (trust.md 10.8).
   */
  async typed(passphrase: string, progress: (part: number) => void = ignored): Promise<Typed> {
    const hash = await hashed(passphrase, this.salt, this.cost, progress);
    const phrase = derived(hash, 'second phrase');
    const key = await aes(derived(hash, 'key file'));
    hash.fill(0);
    try {
      const seed = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(12), additionalData: utf8(this.head) }, key, this.sealed));
      return { pair: { key: this.key, seed } };
    } catch {
      return { phrase };
    }
  }

  /** The mark of a second phrase with this file, for the node. */
  async mark(phrase: string, progress: (part: number) => void = ignored): Promise<string> {
    return markOf(derived(await hashed(phrase, this.salt, this.cost, progress), 'second phrase'));
  }
}

/** A mark that no phrase has: for who wants no second phrase, so that nobody can tell who has one. */
export function noMark(): string {
  return markOf(crypto.getRandomValues(new Uint8Array(32)));
}

function header(to: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([1, SUITE_CODE, 0x40 + to[2]!, 0, ...unhex(fingerprint(to)).slice(0, 8)]);
}

const infoOf = (head: Uint8Array): Uint8Array<ArrayBuffer> => encoded(['gongyuan.org/sealed to a public key/1', SUITE, head]);

/** Seals to the holder of a key (trust.md 4.3). */
export async function sealTo(to: Uint8Array, plain: Uint8Array<ArrayBuffer>, associated: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const head = header(to);
  const { encapsulation, sealed } = await seal(to.slice(3), infoOf(head), associated, plain);
  return Uint8Array.from([...head, ...encapsulation, ...sealed]);
}

/** Opens what was sealed to a pair; throws when it was not. */
export async function openWith(pair: Pair, sealed: Uint8Array, associated: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const head = header(pair.key);
  if (sealed.length < head.length + 1120 + 16 || head.some((byte, at) => sealed[at] !== byte)) throw new Error('this is sealed to another key');
  return open(pair.seed, sealed.slice(12, 12 + 1120), infoOf(head), associated, sealed.slice(12 + 1120));
}

/** What a challenge for the proof of a key is answered by (staff-access.md 8.3). */
export async function proof(pair: Pair, person: string, sealed: Uint8Array, mark: string): Promise<string> {
  const bound = encoded(['gongyuan/custodian-key/1', person, unhex(fingerprint(pair.key))]);
  const secret = await openWith(pair, sealed, bound);
  return hex(sha256(Uint8Array.from([...utf8('gongyuan/custodian-key-proof/1\0'), ...secret, ...unhex(mark)])));
}
