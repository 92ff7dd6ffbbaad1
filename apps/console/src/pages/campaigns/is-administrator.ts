import { computed } from 'vue';
import { mayOpen } from '../../app/navigation.ts';
import { staff } from '../../shared/session.ts';

/** Whether who is signed in may change campaigns; operators look and try. */
export const isAdministrator = computed(() => mayOpen('administrator', staff.value?.role));
