import { shallowRef } from 'vue';
import type { OwnStaff } from '@mashang/contract';
import { call } from './api.ts';

/** Who is signed in; null is nobody, undefined is not asked yet. */
export const staff = shallowRef<OwnStaff | null | undefined>(undefined);

/** Asks the server once; later calls answer from memory. */
export async function loadStaff(): Promise<OwnStaff | null> {
  if (staff.value === undefined) {
    staff.value = (await call('GET /api/hq/session', {})).staff;
  }
  return staff.value;
}
