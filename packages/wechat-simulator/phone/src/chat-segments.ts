/** A piece of a chat text: plain words, or a link with its words. */
interface Segment {
  text: string;
  url?: string;
}

const linkPattern =
  /<a\s[^>]*?href=["']([^"']+)["'][^>]*>([\s\S]*?)<\/a>|(https?:\/\/[^\s<>"'，。！？）】]+)/gi;

/** Splits a text message at `<a href>` and bare web addresses; other markup stays as it is typed. */
export function splitLinks(text: string): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  for (const match of text.matchAll(linkPattern)) {
    if (match.index > end) segments.push({ text: text.slice(end, match.index) });
    const url = (match[1] ?? match[3] ?? '').replaceAll('&amp;', '&');
    segments.push({ text: match[2] ?? url, url });
    end = match.index + match[0].length;
  }
  if (end < text.length) segments.push({ text: text.slice(end) });
  return segments;
}
