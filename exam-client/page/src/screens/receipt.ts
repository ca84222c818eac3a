import qrcode from 'qrcode-generator';

/** The most bytes of one code that a telephone still reads from a screen. */
export const PER_CODE = 900;

/** A receipt as texts of codes: one, or several that say which of how many they are. */
export function partsOf(receipt: string): string[] {
  if (receipt.length <= PER_CODE) return [receipt];
  const count = Math.ceil(receipt.length / PER_CODE);
  const size = Math.ceil(receipt.length / count);
  return Array.from({ length: count }, (_, index) => `gongyuan-receipt-part/1 ${index + 1}/${count}\n${receipt.slice(index * size, (index + 1) * size)}`);
}

/** A QR code as one path in modules, with its side in modules. */
export function codeOf(text: string): { side: number; path: string } {
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let y = 0; y < count; y++) {
    for (let x = 0; x < count; x++) {
      if (!code.isDark(y, x)) continue;
      let width = 1;
      while (x + width < count && code.isDark(y, x + width)) width += 1;
      path += `M${x + 4} ${y + 4}h${width}v1h-${width}z`;
      x += width;
    }
  }
  return { side: count + 8, path };
}
