import { openedAnew } from '../../shared/visit.ts';

let asked = false;

/** Whether the scanner should open by itself: once, and only when this document was opened anew. */
export function openedForScanning(): boolean {
  if (asked) return false;
  asked = true;
  return openedAnew();
}
