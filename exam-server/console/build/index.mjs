// Finishes the built files: digests into the two entries (integrity), of what is loaded later too, the licences of what is shipped, everything
// compressed once and for all, and index.txt, from which the server knows what it may serve and how.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../target/classes/org/gongyuan/console', import.meta.url));
const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const BASE = '/console/';
const SMALLEST_COMPRESSED = 512;

const integrity = (file) => `sha384-${createHash('sha384').update(readFileSync(join(root, file))).digest('base64')}`;

/** Every script and style an entry names carries the digest it must have. */
function withIntegrity(html) {
  return html.replaceAll(/<(script|link)([^>]*?)(src|href)="\/console\/([^"]+)"([^>]*)>/g, (tag, name, before, attribute, file, after) =>
    name === 'link' && !/rel="(stylesheet|modulepreload)"/.test(tag) ? tag : `<${name}${before}${attribute}="${BASE}${file}"${after} integrity="${integrity(file)}">`,
  );
}

/**
 * Names the digest of every script and style that may be loaded later, in an import map: browsers hold each script to it,
 * however it is imported. The server lets exactly this map through its policy, by its hash.
 */
function withLater(html) {
  const later = readdirSync(join(root, 'assets')).filter((file) => /\.(js|css)$/.test(file)).sort();
  const map = JSON.stringify({ integrity: Object.fromEntries(later.map((file) => [`${BASE}assets/${file}`, integrity(`assets/${file}`)])) });
  return html.replace('    <script type="module"', `    <script type="importmap">${map}</script>\n    <script type="module"`);
}

/** What is shipped, with all it stands on; of some of it only a part, or nothing, ends in the files. */
function shipped(names, known = new Map()) {
  for (const name of names.filter((one) => !known.has(one) && existsSync(join(modules, one, 'package.json')))) {
    const about = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));
    known.set(name, about);
    shipped(Object.keys(about.dependencies ?? {}), known);
  }
  return known;
}

const own = JSON.parse(readFileSync(fileURLToPath(new URL('../package.json', import.meta.url)), 'utf8'));
const licences = [...shipped(Object.keys(own.dependencies))].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, { version, license }]) => {
  const texts = readdirSync(join(modules, name)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file) && statSync(join(modules, name, file)).isFile()).sort();
  return `${name} ${version} (${license})\n\n${texts.map((file) => readFileSync(join(modules, name, file), 'utf8')).join('\n')}`;
});
writeFileSync(join(root, 'licences.txt'), licences.join('\n----------\n\n'));
const entries = { 'staff.html': withLater, 'public.html': (html) => html };
for (const [entry, finish] of Object.entries(entries)) writeFileSync(join(root, entry), finish(withIntegrity(readFileSync(join(root, entry), 'utf8'))));

const lines = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'index.txt')
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .sort()
  .map((path) => {
    const bytes = readFileSync(join(root, path));
    const forms = [];
    if (bytes.length >= SMALLEST_COMPRESSED && !path.endsWith('.woff2')) {
      writeFileSync(join(root, `${path}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
      writeFileSync(join(root, `${path}.gz`), gzipSync(bytes, { level: 9 }));
      forms.push('br', 'gz');
    }
    return `${createHash('sha256').update(bytes).digest('hex')}  ${forms.join(',') || '-'}  ${path}\n`;
  });
writeFileSync(join(root, 'index.txt'), lines.join(''));
