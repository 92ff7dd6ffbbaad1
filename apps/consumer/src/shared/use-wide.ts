import { onUnmounted, ref } from 'vue';

/** Whether the window has room for the desktop layout; the same 900 px as in the style sheets. */
export function useWide() {
  const query = window.matchMedia('(min-width: 900px)');
  const wide = ref(query.matches);
  const follow = () => (wide.value = query.matches);
  // addEventListener is missing on media queries of iOS 13, addListener is everywhere.
  query.addListener(follow);
  onUnmounted(() => query.removeListener(follow));
  return wide;
}
