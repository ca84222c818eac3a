import { decoded, encoded } from './cbor';
import type { Typed } from './keys';
import { openWith, sealTo, unhex } from './keys';

/** Of which key a share is. */
export type Purpose = 'form' | 'rehearsal';

const VERSION = 1;
const SUITE_CODE = 1;

/** A custodian's envelope, read (trust.md 8.3). */
function parts(envelope: Uint8Array): { split: Uint8Array<ArrayBuffer>; index: number; sealed: Uint8Array<ArrayBuffer> } {
  const read = decoded(envelope);
  if (!Array.isArray(read) || read.length !== 5 || read[0] !== VERSION || read[1] !== SUITE_CODE || !(read[2] instanceof Uint8Array) || typeof read[3] !== 'number' || !(read[4] instanceof Uint8Array)) throw new Error('this is no envelope');
  return { split: Uint8Array.from(read[2]), index: read[3], sealed: Uint8Array.from(read[4]) };
}

/**
 * The hand-in of a share (sealed-form.md 5.4), sealed to the node's one-time key: the custodian's own, or what stands for a
 * passphrase that does not open his file. Both are as long.
 */
export async function handIn(purpose: Purpose, manifest: string, fingerprint: string, envelope: Uint8Array, typed: Typed, node: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const { split, index, sealed } = parts(envelope);
  const associated = encoded(['gongyuan.org/share/1', 'INTL-1', split, index]);
  const value = 'pair' in typed ? await openWith(typed.pair, sealed, associated) : typed.phrase;
  const resealed = encoded([VERSION, SUITE_CODE, split, index, await sealTo(node, value, associated)]);
  value.fill(0);
  return encoded([VERSION, purpose, unhex(manifest), unhex(fingerprint), resealed]);
}
