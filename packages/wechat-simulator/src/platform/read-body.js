import { PlatformError } from './platform-error.ts';
/** The body as an object. Throws 47001 for anything else. */
export function readJson(body) {
    try {
        const value = JSON.parse(bodyText(body));
        if (typeof value === 'object' && value !== null)
            return value;
    }
    catch {
        // Answered below, like every other body that is no object.
    }
    throw new PlatformError(47001, 'data format error');
}
export function bodyText(body) {
    return typeof body === 'string' ? body : '';
}
export function isText(value) {
    return typeof value === 'string' && value !== '';
}
