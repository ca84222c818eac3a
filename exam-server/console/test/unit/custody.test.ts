// @vitest-environment node
import { sha256 } from '@noble/hashes/sha2.js';
import { ml_kem768_x25519 as XWing } from '@noble/post-quantum/hybrid.js';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { toBytes, toText } from '../../src/contract/bytes';
import { encoded } from '../../src/rooms/release/custody/cbor';
import { schedule } from '../../src/rooms/release/custody/hpke';
import { CUSTODIAN, FileRefused, KeyFile, fingerprint, hex, markOf, openWith, publicKey, sealTo, unhex } from '../../src/rooms/release/custody/keys';
import type { Pair } from '../../src/rooms/release/custody/keys';
import { handIn } from '../../src/rooms/release/custody/share';

// What Java seals opens here (its vectors, one of which is good and the rest refused), and what is sealed here opens in
// Java: the file below is written by this test (GONGYUAN_VECTORS=write) and read by SealedByThePageTest of trust.
const VECTORS = fileURLToPath(new URL('../../../../item-bank/trust/src/test/resources/vectors/', import.meta.url));
const FROM_HERE = `${VECTORS}envelope/sealed-by-the-page.json`;
const REFUSED = 'refused';
/** Milliseconds; a busy machine is no failure. */
const PATIENCE = 300_000;

type Case = Readonly<Record<string, string>>;
const read = (file: string): Case[] => JSON.parse(readFileSync(file, 'utf8')) as Case[];
const text = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);

/** The pair in a custodian's key file that lies open. */
function openPair(file: string): Pair {
  return { key: toBytes(/^public: (.*)$/m.exec(file)![1]!), seed: toBytes(/^secret: (.*)$/m.exec(file)![1]!) };
}

async function opened(one: Case): Promise<string> {
  try {
    return hex(await openWith(openPair(one['key']!), unhex(one['sealed']!), unhex(one['associated']!)));
  } catch {
    return REFUSED;
  }
}

describe('HPKE with X-Wing, in the browser', () => {
  it.each([
    {
      seed: '7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26',
      eseed: '3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e235b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2',
      pk: ['e2236b35a8c24b39b10aa1323a96a919', '4ba32d9abac8cd049040ef6534'],
      ct: ['b83aa828d4d62b9a83ceffe1d3d3bb1e', '145030145cfb97e63e0e41d354274a079d3e6fb2e15'],
      ss: 'd2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384',
    },
    {
      seed: 'badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea',
      eseed: '17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdefaee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d',
      pk: ['0333285fa253661508c9fb444852caa4', '549f85b528c953926d96ea8a160b8843f1c89c62'],
      ct: ['c93beb22326705699bbc3d1d0aa6339b', '0693c9651e469aee6f91c98bea4127ae66312f4ae3ea155b67'],
      ss: 'f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150',
    },
  ])('gives what draft-connolly-cfrg-xwing-kem, appendix C, says ($ss)', ({ seed, eseed, pk, ct, ss }) => {
    const { publicKey: own, secretKey } = XWing.keygen(unhex(seed));
    const { cipherText, sharedSecret } = XWing.encapsulate(own, unhex(eseed));

    expect(own.length).toBe(1216);
    expect(hex(own).startsWith(pk[0]!) && hex(own).endsWith(pk[1]!)).toBe(true);
    expect(cipherText.length).toBe(1120);
    expect(hex(cipherText).startsWith(ct[0]!) && hex(cipherText).endsWith(ct[1]!)).toBe(true);
    expect(hex(sharedSecret)).toBe(ss);
    expect(hex(XWing.decapsulate(cipherText, secretKey))).toBe(ss);
  }, PATIENCE);

  it('has the key schedule of RFC 9180, appendix A.1.1', async () => {
    const suite = Uint8Array.from([...text('HPKE'), 0x00, 0x20, 0x00, 0x01, 0x00, 0x01]);
    const { key, nonce } = schedule(suite, 16, unhex('fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc'), text('Ode on a Grecian Urn'));

    expect(hex(key)).toBe('4531685d41d65f03dc48f6b8302c05b0');
    expect(hex(nonce)).toBe('56d890e5accaaf011cff4b7d');
    const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: text('Count-0') }, aes, text('Beauty is truth, truth beauty'));
    expect(hex(new Uint8Array(sealed))).toBe('f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a');
  });

  it('opens what Java sealed, and refuses what Java refuses', async () => {
    const cases = read(`${VECTORS}envelope/envelopes.json`).filter((one) => one['form'] === 'to a public key' && one['description']!.startsWith('INTL-1'));
    const answers: Case[] = [];
    for (const one of cases) answers.push({ description: one['description']!, expect: await opened(one) });

    expect(answers).toEqual(cases.map((one) => ({ description: one['description'], expect: one['expect'] })));
    expect(answers.filter((one) => one['expect'] === REFUSED).length).toBeGreaterThan(5);
    expect(answers.filter((one) => one['expect'] !== REFUSED).length).toBeGreaterThan(0);
  }, PATIENCE);

  it('sends a file that is bound to a token to the command line', () => {
    for (const one of read(`${VECTORS}token/token-files.json`).filter((each) => each['expect'] !== REFUSED)) {
      expect(() => KeyFile.read(one['file']!)).toThrow(new FileRefused('on-a-token'));
    }
  });

  it.runIf(process.env['GONGYUAN_VECTORS'] === 'write')('writes what Java must open', async () => {
    const lines: Case[] = [];
    const { file, pair } = await KeyFile.made('三人行必有我师');
    const lying = `gongyuan-key/1\nkind: custodian sealing key\nsuite: INTL-1\npublic: ${toText(pair.key)}\npassphrase: none\nsecret: ${toText(pair.seed)}\n`;
    const associated = text('where it belongs');
    for (const plain of [text(''), text('What is sealed.'), new Uint8Array(32).fill(7)]) {
      const sealed = await sealTo(pair.key, plain, associated);
      lines.push({ description: `${plain.length} bytes`, form: 'sealed', key: lying, associated: hex(associated), sealed: hex(sealed), expect: hex(plain) });
      lines.push({ description: `${plain.length} bytes, other associated data`, form: 'sealed', key: lying, associated: '', sealed: hex(sealed), expect: REFUSED });
      for (const at of [0, 1, 2, 3, 11, 12, 1131, 1132, sealed.length - 1]) {
        const flipped = Uint8Array.from(sealed);
        flipped[at]! ^= 1;
        lines.push({ description: `${plain.length} bytes, bit flipped in byte ${at}`, form: 'sealed', key: lying, associated: hex(associated), sealed: hex(flipped), expect: REFUSED });
      }
    }
    lines.push({ description: 'a key file and its passphrase', form: 'key file', key: file.text, passphrase: '三人行必有我师', expect: `opens ${hex(pair.seed)}` });
    const forced = await file.typed('forced');
    if ('pair' in forced) throw new Error('another phrase opens the file');
    lines.push({ description: 'another phrase', form: 'key file', key: file.text, passphrase: 'forced', expect: `stands for ${hex(forced.phrase)}` });
    expect(await file.mark('forced')).toBe(markOf(forced.phrase));
    const split = new Uint8Array(16).fill(9);
    const bound = encoded(['gongyuan.org/share/1', 'INTL-1', split, 3]);
    const value = new Uint8Array(32).fill(5);
    const envelope = encoded([1, 1, split, 3, await sealTo(pair.key, value, bound)]);
    const node = publicKey(3, pair.key.slice(3));
    const bytes = await handIn('form', hex(new Uint8Array(32).fill(1)), fingerprint(pair.key), envelope, { pair }, node);
    lines.push({ description: 'a custodian’s share in an envelope', form: 'envelope', key: lying, sealed: hex(envelope), expect: `3 ${hex(sha256(encoded(['gongyuan.org/share-commitment/1', 'INTL-1', split, 3, value])))}` });
    expect(bytes.length).toBeGreaterThan(1200);
    expect(pair.key[2]).toBe(CUSTODIAN);
    writeFileSync(FROM_HERE, `[\n${lines.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`);
  }, PATIENCE);

  it('opens again what was sealed here', async () => {
    const cases = read(FROM_HERE).filter((one) => one['form'] === 'sealed');
    const answers = await Promise.all(cases.map(opened));

    expect(answers).toEqual(cases.map((one) => one['expect']));
    expect(cases.length).toBeGreaterThan(20);
  }, PATIENCE);
});
