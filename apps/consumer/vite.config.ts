import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/',
  plugins: [vue()],
  build: {
    outDir: 'dist',
    // Web views inside WeChat lag behind browsers by years, above all on old iPhones.
    target: ['es2020', 'chrome80', 'safari14'],
    // The policy `default-src 'self'` allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:8080',
      '/pictures': 'http://127.0.0.1:8080',
      '/wechat': 'http://127.0.0.1:8080',
    },
  },
});
