// Puts the licences of what is shipped beside the built files, and lists all with their SHA-256 digests
// (exam-client/spec/seat-page.md 11.1).
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../target/classes/org/gongyuan/seat/page', import.meta.url));
const shipped = ['vue', 'vue-i18n', 'qrcode-generator', '@fontsource/stix-two-math'];
const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const licences = shipped.map((name) => {
  const { version, license } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));
  const text = existsSync(join(modules, name, 'LICENSE')) ? readFileSync(join(modules, name, 'LICENSE'), 'utf8') : '';
  return `${name} ${version} (${license})\n\n${text}`;
});
writeFileSync(join(root, 'licences.txt'), licences.join('\n----------\n\n'));
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'index.sha256')
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path: relative(root, path).split(sep).join('/'), digest: createHash('sha256').update(readFileSync(path)).digest('hex') }))
  .sort((a, b) => (a.path < b.path ? -1 : 1));
writeFileSync(join(root, 'index.sha256'), files.map(({ path, digest }) => `${digest}  ${path}\n`).join(''));
