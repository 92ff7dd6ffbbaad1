/// <reference types="vite/client" />

// ESLint's type information stops at .vue files; vue-tsc reads the real ones.
declare module '*.vue' {
  import type { DefineComponent } from 'vue';
  const component: DefineComponent;
  export default component;
}
