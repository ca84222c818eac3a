import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';

/** Whoever imports a component of Element Plus gets its style with it, and no other. */
function styleOfElements(): Plugin {
  return {
    name: 'style-of-elements',
    enforce: 'post',
    transform(code, id) {
      if (id.includes('node_modules') || !/from ["']element-plus["']/.test(code)) return null;
      const names = [...code.matchAll(/import\s*\{([^}]+)\}\s*from\s*["']element-plus["']/g)].flatMap((found) => (found[1] ?? '').split(',').map((name) => name.trim().split(/\s+as\s+/)[0] ?? ''));
      const styles = names.filter((name) => /^El[A-Z]/.test(name)).map((name) => name.slice(2).replaceAll(/[A-Z]/g, (letter, at: number) => (at === 0 ? '' : '-') + letter.toLowerCase()));
      return { code: styles.map((name) => `import 'element-plus/es/components/${name}/style/css';\n`).join('') + code, map: null };
    },
  };
}

/**
 * Scripts loaded later are held to their digests by the import map of the entry (build/index.mjs); no such map reaches styles,
 * so what adds their links takes the digest from there too.
 */
function digestsOfStyles(): Plugin {
  const adds = 'link.href = dep.href;';
  return {
    name: 'digests-of-styles',
    enforce: 'post',
    transform(code, id) {
      if (!id.includes('vite/preload-helper')) return null;
      if (!code.includes(adds)) throw new Error('Vite adds links another way by now: digestsOfStyles must follow it');
      const digests = `const digests = JSON.parse(document.querySelector('script[type=importmap]').textContent).integrity;
function digestOf(path) {
  if (digests[path] === undefined) throw new Error(path + ' has no digest');
  return digests[path];
}
`;
      return { code: digests + code.replace(adds, `link.integrity = digestOf(dep.pathname);${adds}`), map: null };
    },
  };
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Everything in files of the console's own: no inline script, style or data, no eval (staff-contract.md 8).
export default defineConfig({
  plugins: [vue(), styleOfElements(), digestsOfStyles()],
  base: '/console/',
  resolve: { alias: { '#contract': here('target/contract/contract.ts') } },
  build: {
    outDir: here('target/classes/org/gongyuan/console'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'chrome120',
    sourcemap: false,
    reportCompressedSize: false,
    manifest: false,
    rolldownOptions: { input: { staff: here('staff.html'), public: here('public.html') } },
  },
  define: {
    __VUE_OPTIONS_API__: true,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
    __VUE_I18N_FULL_INSTALL__: true,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
});
