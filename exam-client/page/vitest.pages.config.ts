import { defineConfig } from 'vitest/config';

// The built page in Debian's Chromium, one file after the other: two cores are enough.
export default defineConfig({
  test: { include: ['test/pages/**/*.test.ts'], environment: 'node', fileParallelism: false, testTimeout: 300_000, hookTimeout: 180_000, reporters: ['default'] },
});
