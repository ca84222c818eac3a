import qrcode from 'qrcode-generator';

/** A QR code as one path in modules, with its side in modules; quiet zone included. */
export function qr(text: string): { path: string; side: number } {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const quiet = 4;
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) if (code.isDark(row, column)) path += `M${column + quiet} ${row + quiet}h1v1h-1z`;
  }
  return { path, side: count + 2 * quiet };
}

/** What the app of a telephone reads to make codes (RFC 6238, trust.md 10.7). */
export function codesOf(person: string, secret: string): string {
  return `otpauth://totp/${encodeURIComponent(`Gongyuan:${person}`)}?secret=${secret}&issuer=Gongyuan&algorithm=SHA1&digits=6&period=30`;
}
