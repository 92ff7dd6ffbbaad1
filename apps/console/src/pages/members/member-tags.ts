import type { ReplyOf } from '@mashang/contract';
import { shallowRef } from 'vue';
import { call } from '../../shared/api.ts';

/** Tags in use, the commonest first. */
export const tags = shallowRef<ReplyOf<'GET /api/hq/member-tags'>['tags']>([]);

/** Reads them again. Without them one can still type: they are only suggestions. */
export async function loadTags(): Promise<void> {
  const reply = await call('GET /api/hq/member-tags', {}).catch(() => null);
  if (reply) tags.value = reply.tags;
}
