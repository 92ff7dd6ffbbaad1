/** An entry of the published menu as far as it can be drawn. */
export interface ShownEntry {
  name: string;
  type: string;
  url: string;
}
export interface ShownButton extends ShownEntry {
  below: ShownEntry[];
}

/** What the platform tells of its menu, types included that we do not offer. */
export function readPublished(buttons: readonly unknown[]): ShownButton[] {
  return buttons.filter(isObject).map((button) => {
    const below = button['sub_button'];
    return {
      ...readEntry(button),
      below: Array.isArray(below) ? below.filter(isObject).map(readEntry) : [],
    };
  });
}

function readEntry(entry: Record<string, unknown>): ShownEntry {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return { name: text(entry['name']), type: text(entry['type']), url: text(entry['url']) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
