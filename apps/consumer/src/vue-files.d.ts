// For tools that do not read .vue files (ESLint's type checker); vue-tsc sees the real components.
declare module '*.vue' {
  import type { DefineComponent } from 'vue';
  const component: DefineComponent;
  export default component;
}
