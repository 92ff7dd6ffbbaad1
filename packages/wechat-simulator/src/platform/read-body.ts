import { PlatformError } from './platform-error.ts';

/** The body as an object. Throws 47001 for anything else. */
export function readJson(body: unknown): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(bodyText(body));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Answered below, like every other body that is no object.
  }
  throw new PlatformError(47001, 'data format error');
}

export function bodyText(body: unknown): string {
  return typeof body === 'string' ? body : '';
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
