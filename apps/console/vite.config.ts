import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** The server serves `dist` at /hq/ with history fallback; `npm run dev` proxies the API to it. */
export default defineConfig({
  base: '/hq/',
  plugins: [vue()],
  build: {
    outDir: 'dist',
    // The policy `script-src 'self'` allows no inline script and no data: module.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
