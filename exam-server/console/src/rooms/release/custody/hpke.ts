import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { ml_kem768_x25519 as XWing } from '@noble/post-quantum/hybrid.js';

// HPKE (RFC 9180), base mode, one message: KEM X-Wing 0x647A, HKDF-SHA256, AES-256-GCM. The library has the KEM and the
// hash; the browser has AES. What the server and the command line seal opens here and the other way round
// (test/unit/custody.test.ts).
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

const labelledExtract = (salt: Uint8Array, label: string, material: Uint8Array): Uint8Array => extract(sha256, joined(ascii('HPKE-v1'), SUITE, ascii(label), material), salt);

const labelledExpand = (key: Uint8Array, label: string, info: Uint8Array, length: number): Uint8Array<ArrayBuffer> =>
  joined(expand(sha256, key, joined(Uint8Array.from([length >> 8, length & 0xff]), ascii('HPKE-v1'), SUITE, ascii(label), info), length));

async function schedule(shared: Uint8Array, info: Uint8Array): Promise<{ key: CryptoKey; iv: Uint8Array<ArrayBuffer> }> {
  const context = joined(Uint8Array.from([0]), labelledExtract(NOTHING, 'psk_id_hash', NOTHING), labelledExtract(NOTHING, 'info_hash', info));
  const secret = labelledExtract(shared, 'secret', NOTHING);
  const key = await crypto.subtle.importKey('raw', labelledExpand(secret, 'key', context, KEY), 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { key, iv: labelledExpand(secret, 'base_nonce', context, NONCE) };
}

/** The public part of a seed of 32 bytes. */
export function keyPair(seed: Uint8Array): Uint8Array {
  return XWing.keygen(seed).publicKey;
}

/** Seals to a public key. */
export async function seal(to: Uint8Array, info: Uint8Array, associated: Uint8Array<ArrayBuffer>, plain: Uint8Array<ArrayBuffer>): Promise<{ encapsulation: Uint8Array; sealed: Uint8Array }> {
  const { cipherText, sharedSecret } = XWing.encapsulate(to);
  const { key, iv } = await schedule(sharedSecret, info);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: associated }, key, plain);
  return { encapsulation: cipherText, sealed: new Uint8Array(sealed) };
}

/** Opens with the seed of the private part; throws when it does not open. */
export async function open(seed: Uint8Array, encapsulation: Uint8Array, info: Uint8Array, associated: Uint8Array<ArrayBuffer>, sealed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const shared = XWing.decapsulate(encapsulation, XWing.keygen(seed).secretKey);
  const { key, iv } = await schedule(shared, info);
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: associated }, key, sealed));
}
