/** What our formats have in them (trust.md 1): numbers, bytes, texts and lists, each in its one form. */
export type Value = number | Uint8Array | string | readonly Value[];

const UINT = 0;
const BYTES = 2;
const TEXT = 3;
const LIST = 4;

function head(major: number, value: number): number[] {
  const kind = major << 5;
  if (value < 24) return [kind | value];
  if (value < 0x100) return [kind | 24, value];
  if (value < 0x1_0000) return [kind | 25, value >> 8, value & 0xff];
  return [kind | 26, value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

/** The one encoding of a value. */
export function encoded(value: Value): Uint8Array<ArrayBuffer> {
  const out: number[] = [];
  const write = (one: Value): void => {
    if (typeof one === 'number') out.push(...head(UINT, one));
    else if (typeof one === 'string') {
      const bytes = new TextEncoder().encode(one);
      out.push(...head(TEXT, bytes.length), ...bytes);
    } else if (one instanceof Uint8Array) out.push(...head(BYTES, one.length), ...one);
    else {
      out.push(...head(LIST, one.length));
      one.forEach(write);
    }
  };
  write(value);
  return Uint8Array.from(out);
}

/** Reads what `encoded` wrote; anything else is refused. */
export function decoded(bytes: Uint8Array): Value {
  let at = 0;
  const next = (): number => {
    const byte = bytes[at++];
    if (byte === undefined) throw new Error('the bytes end too early');
    return byte;
  };
  const read = (): Value => {
    const first = next();
    const short = first & 0x1f;
    let length = short;
    if (short >= 24) {
      if (short > 26) throw new Error(`a length of kind ${short} is not read`);
      length = 0;
      for (let count = 1 << (short - 24); count > 0; count--) length = length * 256 + next();
    }
    const major = first >> 5;
    if (major === UINT) return length;
    if (major === LIST) return Array.from({ length }, read);
    if (major !== BYTES && major !== TEXT) throw new Error(`kind ${major} is not read`);
    if (at + length > bytes.length) throw new Error('the bytes end too early');
    const part = bytes.slice(at, at + length);
    at += length;
    return major === BYTES ? part : new TextDecoder('utf-8', { fatal: true }).decode(part);
  };
  const value = read();
  const again = encoded(value);
  if (at !== bytes.length || again.length !== bytes.length || again.some((byte, index) => byte !== bytes[index])) throw new Error('these bytes are not in their one form');
  return value;
}
