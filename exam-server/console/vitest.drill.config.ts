import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The people of a rehearsal at their browsers: one long test that does what the rehearsal asks for until it lets go.
export default defineConfig({
  resolve: { alias: { '#contract': fileURLToPath(new URL('target/contract/contract.ts', import.meta.url)) } },
  test: { include: ['test/drill/*.test.ts'], environment: 'node', testTimeout: 0, reporters: ['default'] },
});
