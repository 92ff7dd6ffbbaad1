/** UTF-8 bytes a text in the chat may have; of a longer one the phone shows nothing. */
const replyBytesMax = 2_048;
/** The most bytes one UTF-16 unit takes. */
const bytesOfUnitMax = 3;
/**
 * A reply as the chat can show it: of one that is too long the longest lines are cut, links never,
 * for half a link is none.
 */
export function fitReply(given) {
  // No phone shows it, and the database keeps no text with it.
  const text = given.replaceAll('\0', '');
  if (text.length * bytesOfUnitMax <= replyBytesMax) return text;
  const lines = text.split('\n');
  let tooMany = Buffer.byteLength(text) - replyBytesMax;
  while (tooMany > 0) {
    const longest = findLongest(lines);
    const line = lines[longest];
    if (line === undefined || line === '') break;
    lines[longest] = shorten(line, tooMany);
    tooMany = Buffer.byteLength(lines.join('\n')) - replyBytesMax;
  }
  return lines.join('\n');
}
function findLongest(lines) {
  let longest = -1;
  lines.forEach((line, index) => {
    if (line.includes('<a ')) return;
    if (line.length > (lines[longest]?.length ?? 0)) longest = index;
  });
  return longest;
}
/** Shorter by about so many bytes, but at most by half: the others have their share. */
function shorten(line, bytes) {
  const characters = [...line.replace(/…$/, '')];
  const wanted = Math.ceil(bytes / bytesOfUnitMax) + 1;
  const count = Math.min(wanted, Math.ceil(characters.length / 2));
  const kept = characters.slice(0, -Math.max(count, 1)).join('');
  return kept === '' ? '' : `${kept}…`;
}
