import type { Editor } from '@tiptap/vue-3';

/**
 * The commands the toolbar uses. StarterKit adds them to the types of the core it was installed
 * with; npm may give it another copy than the editor's, so they are named here. The bundle has one
 * core only (vite.config.ts).
 */
interface TextCommands {
  toggleBold(): TextCommands;
  toggleItalic(): TextCommands;
  toggleHeading(attributes: { level: 3 }): TextCommands;
  toggleBulletList(): TextCommands;
  toggleOrderedList(): TextCommands;
  toggleBlockquote(): TextCommands;
  extendMarkRange(mark: 'link'): TextCommands;
  setLink(attributes: { href: string }): TextCommands;
  unsetLink(): TextCommands;
  insertContent(content: object): TextCommands;
  undo(): TextCommands;
  redo(): TextCommands;
  run(): boolean;
}

/** A chain of commands on what is selected; nothing happens before `run()`. */
export function commandsOf(editor: Editor): TextCommands {
  return editor.chain().focus() as unknown as TextCommands;
}

/** Whether there is something to undo or redo. */
export function canStep(editor: Editor, step: 'undo' | 'redo'): boolean {
  return (editor.can() as unknown as Record<'undo' | 'redo', () => boolean>)[step]();
}
