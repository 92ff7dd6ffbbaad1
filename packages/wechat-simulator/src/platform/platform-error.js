import { randomBytes } from 'node:crypto';
/** A refusal as the platform utters it: HTTP 200 with `errcode` and `errmsg`. */
export class PlatformError extends Error {
    name = 'PlatformError';
    errcode;
    constructor(errcode, message) {
        super(message);
        this.errcode = errcode;
    }
}
/** The body of a refusal; `rid` is what the platform's support asks for. */
export function errorBody(error) {
    const rid = [4, 4, 4].map((bytes) => randomBytes(bytes).toString('hex')).join('-');
    return { errcode: error.errcode, errmsg: `${error.message} rid: ${rid}` };
}
