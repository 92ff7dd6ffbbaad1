import { texts } from '../shared/texts.ts';

/** The title of a page by the name of its route, in the language of the moment. */
export function pageTitle(routeName: unknown): string {
  const { nav, login, setup, app } = texts.value;
  const titles: Record<string, string> = {
    ...nav,
    import: nav.imports,
    login: login.title,
    setup: setup.title,
    missing: app.pageMissing,
  };
  return titles[String(routeName)] ?? '';
}
