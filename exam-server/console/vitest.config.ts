import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '#contract': fileURLToPath(new URL('target/contract/contract.ts', import.meta.url)) } },
  test: { include: ['test/unit/**/*.test.ts', 'src/rooms/**/*.unit.test.ts'], environment: 'jsdom', reporters: ['dot'] },
});
