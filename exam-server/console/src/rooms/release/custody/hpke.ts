import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { ml_kem768_x25519 as XWing } from '@noble/post-quantum/hybrid.js';

// HPKE (RFC 9180), base mode, one message: KEM X-Wing 0x647A, HKDF-SHA256, AES-256-GCM. The library has the KEM and the
// hash; the browser has AES. What the server and the command line seal opens here and the other way round
// (test/unit/custody.test.ts, and SealedByThePageTest of trust).
const SUITE = Uint8Array.from([...ascii('HPKE'), 0x64, 0x7a, 0x00, 0x01, 0x00, 0x02]);
const NOTHING = new Uint8Array();
const KEY = 32;
const NONCE = 12;

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const labelledExtract = (suite: Uint8Array, salt: Uint8Array, label: string, material: Uint8Array): Uint8Array => extract(sha256, joined(ascii('HPKE-v1'), suite, ascii(label), material), salt);

const labelledExpand = (suite: Uint8Array, key: Uint8Array, label: string, info: Uint8Array, length: number): Uint8Array<ArrayBuffer> =>
  joined(expand(sha256, key, joined(Uint8Array.from([length >> 8, length & 0xff]), ascii('HPKE-v1'), suite, ascii(label), info), length));

/** The key schedule in base mode (RFC 9180, section 5.1) of a suite with HKDF-SHA256. */
export function schedule(suite: Uint8Array, length: number, shared: Uint8Array, info: Uint8Array): { key: Uint8Array<ArrayBuffer>; nonce: Uint8Array<ArrayBuffer> } {
  const context = joined(Uint8Array.from([0]), labelledExtract(suite, NOTHING, 'psk_id_hash', NOTHING), labelledExtract(suite, NOTHING, 'info_hash', info));
  const secret = labelledExtract(suite, shared, 'secret', NOTHING);
  return { key: labelledExpand(suite, secret, 'key', context, length), nonce: labelledExpand(suite, secret, 'base_nonce', context, NONCE) };
}

async function aes(shared: Uint8Array, info: Uint8Array): Promise<{ key: CryptoKey; iv: Uint8Array<ArrayBuffer> }> {
  const { key, nonce } = schedule(SUITE, KEY, shared, info);
  return { key: await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']), iv: nonce };
}

/** The public part of a seed of 32 bytes. */
export function keyPair(seed: Uint8Array): Uint8Array {
  return XWing.keygen(seed).publicKey;
}

/** Seals to a public key. */
export async function seal(to: Uint8Array, info: Uint8Array, associated: Uint8Array<ArrayBuffer>, plain: Uint8Array<ArrayBuffer>): Promise<{ encapsulation: Uint8Array; sealed: Uint8Array }> {
  const { cipherText, sharedSecret } = XWing.encapsulate(to);
  const { key, iv } = await aes(sharedSecret, info);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: associated }, key, plain);
  return { encapsulation: cipherText, sealed: new Uint8Array(sealed) };
}

/** Opens with the seed of the private part; throws when it does not open. */
export async function open(seed: Uint8Array, encapsulation: Uint8Array, info: Uint8Array, associated: Uint8Array<ArrayBuffer>, sealed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const shared = XWing.decapsulate(encapsulation, XWing.keygen(seed).secretKey);
  const { key, iv } = await aes(shared, info);
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: associated }, key, sealed));
}
