/** For tools that read TypeScript only (ESLint); vue-tsc sees the real components. */
declare module '*.vue' {
  import type { Component } from 'vue';

  const component: Component;
  export default component;
}
