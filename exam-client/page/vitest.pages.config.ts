import { defineConfig } from 'vitest/config';

// The built page in Debian's Chromium, two files at a time, each with a browser of its own.
export default defineConfig({
  test: { include: ['test/pages/**/*.test.ts'], environment: 'node', maxWorkers: 2, testTimeout: 300_000, hookTimeout: 180_000, reporters: ['default'] },
});
