/**
 * Puts the cursor into a field once its dialog stands. Not where a finger points: there the
 * keyboard on the screen would cover half of the dialog before one has read it.
 */
export function focusField(fieldId: string): void {
  if (matchMedia('(pointer: fine)').matches) document.getElementById(fieldId)?.focus();
}
