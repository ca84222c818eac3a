import { defineConfig } from 'vitest/config';

// The public page over a sitting whose results are published: OnePersonAtThePortTest of the server leads one there.
export default defineConfig({
  // The other pages may be tested at the same time: they alone keep a cache.
  test: { cache: false, include: ['test/published/*.test.ts'], environment: 'node', testTimeout: 60_000, reporters: ['default'] },
});
