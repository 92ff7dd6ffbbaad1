export interface Template {
  title: string;
  text: string;
}
export type TemplateError = 'empty' | 'twice';

export const templatesMax = 50;

/** The templates as they are sent, and what is wrong with each; a title is there once. */
export function readTemplates(templates: readonly Template[]): {
  templates: Template[];
  errors: (TemplateError | undefined)[];
} {
  const clean = templates.map(({ title, text }) => ({ title: title.trim(), text: text.trim() }));
  const errors = clean.map(({ title, text }, index) => {
    if (title === '' || text === '') return 'empty';
    return clean.findIndex((one) => one.title === title) < index ? 'twice' : undefined;
  });
  return { templates: clean, errors };
}

/** The list with one template moved up (−1) or down (+1). */
export function moveTemplate(
  templates: readonly Template[],
  index: number,
  by: -1 | 1,
): Template[] {
  const moved = templates[index];
  const target = index + by;
  if (!moved || target < 0 || target >= templates.length) return [...templates];
  return templates.toSpliced(index, 1).toSpliced(target, 0, moved);
}
