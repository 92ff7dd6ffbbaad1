import sanitizeHtml from 'sanitize-html';

const ownPicture = /^\/pictures\/[0-9a-f-]{36}\/(?:small|medium|large)$/;

/**
 * HTML of a few tags that say how a text is built, links to other sites, and our own pictures.
 * Whatever else it holds (scripts, styles, handlers, frames, forms) is taken out.
 */
export function cleanDescription(html: string): string {
  return sanitizeHtml(withoutControls(html), {
    allowedTags: [
      ...['p', 'br', 'h3', 'h4', 'strong', 'em', 'u', 's'],
      ...['ul', 'ol', 'li', 'blockquote', 'a', 'img'],
    ],
    allowedAttributes: { a: ['href', 'rel', 'target'], img: ['src', 'alt'] },
    allowedSchemes: ['http', 'https'],
    allowProtocolRelative: false,
    nestingLimit: 30,
    transformTags: {
      // As editors and spreadsheets write it.
      b: 'strong',
      i: 'em',
      a: (_tag, { href = '' }) => ({
        tagName: 'a',
        // A link without an address is text; a relative one could pose as a page of ours.
        attribs: /^https?:\/\//i.test(href)
          ? { href, rel: 'noopener nofollow', target: '_blank' }
          : {},
      }),
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !ownPicture.test(attribs['src'] ?? ''),
  });
}

/** PostgreSQL refuses NUL and halves of characters; direction marks would turn the page around. */
function withoutControls(html: string): string {
  return html
    .toWellFormed()
    .normalize('NFC')
    .replace(/[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
}
