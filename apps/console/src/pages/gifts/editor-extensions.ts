import { mergeAttributes, Node } from '@tiptap/vue-3';
import type { AnyExtension } from '@tiptap/vue-3';
import StarterKit from '@tiptap/starter-kit';

/** A picture of ours on a line of its own; anything from elsewhere the server takes out. */
const Picture = Node.create({
  name: 'picture',
  group: 'block',
  draggable: true,
  addAttributes() {
    return { src: { default: null }, alt: { default: '' } };
  },
  parseHTML() {
    return [{ tag: 'img[src^="/pictures/"]' }];
  },
  renderHTML({ HTMLAttributes }) {
    return ['img', mergeAttributes(HTMLAttributes)];
  },
});

/** What a description may hold; the server's clean-description.ts keeps no more than this. */
export const editorExtensions: AnyExtension[] = [
  StarterKit.configure({
    heading: { levels: [3, 4] },
    code: false,
    codeBlock: false,
    horizontalRule: false,
    link: {
      openOnClick: false,
      protocols: ['http', 'https'],
      isAllowedUri: (uri) => isWebAddress(uri),
      HTMLAttributes: { rel: 'noopener nofollow', target: '_blank' },
    },
  }),
  Picture,
];

/** Whether an address leads to a site: http or https with a host. */
export function isWebAddress(address: string | undefined): boolean {
  return /^https?:\/\/[^\s/]+/i.test(address ?? '');
}

/** An empty document is an empty text, not an empty paragraph. */
export function htmlOrNothing(html: string): string {
  return html === '<p></p>' ? '' : html;
}
