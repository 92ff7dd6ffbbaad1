/**
 * The Content-Disposition of a download. Two names as RFC 6266 §4.3 has it: `filename*` in UTF-8
 * (RFC 8187), and a plain one for what does not know it.
 *
 * @param plainName letters, digits, dots and dashes only
 */
export function attachmentHeader(name: string, plainName: string): string {
  const encoded = encodeURIComponent(safeFileName(name)).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plainName}"; filename*=UTF-8''${encoded}`;
}

/** Without what Windows, macOS or a shell would trip over. */
function safeFileName(name: string): string {
  return (
    name
      .toWellFormed()
      // Control characters, what Windows forbids, and marks that turn the reading direction.
      .replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]/gu, '_')
      .replace(/^\.+/, '_')
  );
}
