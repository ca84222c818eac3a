import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The pages of a running node in Debian's Chromium, one file after the other over one browser: two cores are enough.
export default defineConfig({
  resolve: { alias: { '#contract': fileURLToPath(new URL('target/contract/contract.ts', import.meta.url)) } },
  test: {
    include: ['test/pages/**/*.test.ts', 'src/rooms/**/*.pages.test.ts'],
    environment: 'node',
    fileParallelism: false,
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
