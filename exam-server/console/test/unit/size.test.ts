// @vitest-environment node
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BUILT = fileURLToPath(new URL('../../target/classes/org/gongyuan/console', import.meta.url));
const MOST_BYTES = 350 * 1024;

/** Everything a browser fetches before the first page of staff stands: what the entry names, and the room it opens with. */
function firstLoad(entry: string, room: RegExp | null): string[] {
  const html = readFileSync(join(BUILT, entry), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/console\/([^"]+)"/g)].map((found) => found[1]!);
  const listed = readFileSync(join(BUILT, 'index.txt'), 'utf8').trim().split('\n').map((line) => line.split('  ')[2]!);
  return [entry, ...named, ...(room === null ? [] : listed.filter((file) => room.test(file)))];
}

function compressed(file: string): number {
  const path = join(BUILT, file);
  return statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size;
}

describe('The first load', () => {
  it('of staff stays under 350 KiB compressed', () => {
    const files = firstLoad('staff.html', /^assets\/(Today|words|names)-/);
    expect(files.length).toBeGreaterThan(4);
    expect(files.reduce((sum, file) => sum + compressed(file), 0)).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('of the public stays under 350 KiB compressed', () => {
    expect(firstLoad('public.html', null).reduce((sum, file) => sum + compressed(file), 0)).toBeLessThanOrEqual(MOST_BYTES);
  });
});
