/**
 * Puts the cursor into a field once its dialog stands. Not where a finger points: there the
 * keyboard on the screen would cover half of the dialog before one has read it. Nor when somebody
 * was faster and types in another field of it already: the rest would land in the wrong one.
 */
export function focusField(fieldId: string): void {
  const field = document.getElementById(fieldId);
  const dialog = field?.closest('[role="dialog"]');
  const isTyping = dialog?.querySelector(':is(input, textarea):focus') != null;
  if (!isTyping && matchMedia('(pointer: fine)').matches) field?.focus();
}

/** Leads to the first field that was refused; on a small screen it may be far above the button. */
export function focusFirstError(form: HTMLElement | null): void {
  const refused = form?.querySelector<HTMLElement>(
    '.field-box:has(.field-error) :is(input, textarea)',
  );
  refused?.scrollIntoView({ block: 'center' });
  refused?.focus({ preventScroll: true });
}
