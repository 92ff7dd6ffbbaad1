import { onUnmounted, ref } from 'vue';
import { buildAddress } from '../../shared/build-address.ts';

interface Photo {
  pictureId: string;
  state: 'loading' | 'ready' | 'failed';
  /** Shown from memory: every look at the server's copy is a line of the audit log. */
  address: string;
}

/** The photos of an appeal, each fetched once. */
export function usePhotos(appealId: number, pictureIds: readonly string[]) {
  const photos = ref<Photo[]>(
    pictureIds.map((pictureId) => ({ pictureId, state: 'loading', address: '' })),
  );
  const controller = new AbortController();

  async function load(index: number): Promise<void> {
    const photo = photos.value[index];
    if (!photo) return;
    photo.state = 'loading';
    const { address } = buildAddress('GET /api/hq/appeals/:appealId/pictures/:pictureId', {
      appealId,
      pictureId: photo.pictureId,
    });
    try {
      const reply = await fetch(address, { signal: controller.signal });
      if (!reply.ok) throw new Error(String(reply.status));
      photo.address = URL.createObjectURL(await reply.blob());
      photo.state = 'ready';
    } catch {
      // Refused, or no network: the place of the photo offers to try again.
      photo.state = 'failed';
    }
  }

  for (const index of pictureIds.keys()) void load(index);
  onUnmounted(() => {
    controller.abort();
    for (const { address } of photos.value) if (address) URL.revokeObjectURL(address);
  });
  return { photos, load };
}
