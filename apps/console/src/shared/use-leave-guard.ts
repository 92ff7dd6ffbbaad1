import { onMounted, onUnmounted } from 'vue';
import { useRouter } from 'vue-router';
import { askConfirm } from './ask-confirm.ts';
import { texts } from './texts.ts';

/** Asks before a page with something unsaved is left, inside the console or by closing the tab. */
export function useLeaveGuard(isDirty: () => boolean): void {
  const router = useRouter();
  let removeGuard = (): void => undefined;

  const guardTab = (event: BeforeUnloadEvent) => {
    if (isDirty()) event.preventDefault();
  };

  onMounted(() => {
    window.addEventListener('beforeunload', guardTab);
    removeGuard = router.beforeEach((to, from) => {
      // Who is no longer signed in cannot stay.
      if (to.path === from.path || to.name === 'login' || !isDirty()) return true;
      const { leaveTitle: title, leaveText: text, leave: confirmLabel } = texts.value.common;
      return askConfirm({ title, text, confirmLabel, isDangerous: true });
    });
  });
  onUnmounted(() => {
    window.removeEventListener('beforeunload', guardTab);
    removeGuard();
  });
}
