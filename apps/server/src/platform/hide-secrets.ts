const secretName = /password|token|secret|aeskey|smscode/i;
const mobileName = /^(?:new)?mobile$/i;
const searchName = /^search$/;
/** As people type it into a search: with or without +86, spaces and dashes. */
const typedMobile = /(?<!\d)1[3-9](?:[ -]?\d){9}(?!\d)/g;

/**
 * An input fit for the audit log. Passwords, tokens and secrets are stars at any depth: settings
 * hold theirs one level down, lists hold objects. Of mobile numbers four digits stay.
 */
export function hideSecrets(value: unknown, name = ''): unknown {
  if (secretName.test(name)) return '***';
  if (Array.isArray(value)) return value.map((item) => hideSecrets(item, name));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([field, inner]) => [field, hideSecrets(inner, field)]),
    );
  }
  if (typeof value !== 'string') return value;
  if (mobileName.test(name)) return maskDigits(value);
  return searchName.test(name) ? value.replace(typedMobile, maskDigits) : value;
}

/** A log of what was done is no second telephone book. */
function maskDigits(text: string): string {
  return text.replace(/\d(?=(?:\D*\d){4})/g, '*');
}
