import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [vue()],
  test: { include: ['test/unit/**/*.test.ts', 'renderer/test/**/*.test.ts'], environment: 'jsdom', reporters: ['dot'] },
});
