import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [vue()],
  build: {
    outDir: '../dist/phone',
    emptyOutDir: true,
    // The decoder must stay a file of its own: it is fetched when the scanner first needs it.
    assetsInlineLimit: 0,
  },
});
