const PREAMBLE = 'gongyuan-sealed-form/1\n';
const LABEL = 'gongyuan/manifest/1\0';
const LARGEST_MANIFEST = 8 * 1024 * 1024;
const INTL_1 = 'INTL-1';
const SUITE_AT = 3;

/**
 * The manifest digest of a sealed form (sealed-form.md 1.1, 2.3), from its first bytes; `null` when its suite is not one the
 * browser has the digest of, or it is no sealed form. The node computes it anew and checks everything else.
 */
export async function manifestDigest(file: Blob): Promise<string | null> {
  const first = new Uint8Array(await file.slice(0, PREAMBLE.length + 4).arrayBuffer());
  if (first.length < PREAMBLE.length + 4 || new TextDecoder().decode(first.slice(0, PREAMBLE.length)) !== PREAMBLE) return null;
  const length = new DataView(first.buffer).getUint32(PREAMBLE.length);
  if (length > LARGEST_MANIFEST) return null;
  const from = PREAMBLE.length + 4;
  const manifest = new Uint8Array(await file.slice(from, from + length).arrayBuffer());
  if (manifest.length !== length || new TextDecoder().decode(manifest.slice(SUITE_AT, SUITE_AT + INTL_1.length)) !== INTL_1) return null;
  const label = new TextEncoder().encode(LABEL);
  const whole = new Uint8Array(label.length + length);
  whole.set(label);
  whole.set(manifest, label.length);
  return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', whole)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
