/**
 * Puts the cursor into a field once its dialog stands. Not where a finger points: there the
 * keyboard on the screen would cover half of the dialog before one has read it.
 */
export function focusField(fieldId: string): void {
  if (matchMedia('(pointer: fine)').matches) document.getElementById(fieldId)?.focus();
}

/** Leads to the first field that was refused; on a small screen it may be far above the button. */
export function focusFirstError(form: HTMLElement | null): void {
  const refused = form?.querySelector<HTMLElement>(
    '.field-box:has(.field-error) :is(input, textarea)',
  );
  refused?.scrollIntoView({ block: 'center' });
  refused?.focus({ preventScroll: true });
}
