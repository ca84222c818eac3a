import { defineConfig } from 'vitest/config';

// The public page over a sitting whose results are published: OnePersonAtThePortTest of the server leads one there.
export default defineConfig({
  test: { include: ['test/published/*.test.ts'], environment: 'node', testTimeout: 60_000, reporters: ['default'] },
});
