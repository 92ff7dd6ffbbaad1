import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { firstSettings } from './platform/settings.ts';
/** Thrown when the simulator cannot start with what it was given. */
export class SimulatorOptionsError extends Error {
    name = 'SimulatorOptionsError';
}
/** Fills in the defaults and checks the options; throws SimulatorOptionsError with one sentence. */
export function resolveOptions(options) {
    const { stateFile, ...rest } = options;
    const callback = parseUrl(options.callbackUrl);
    const resolved = {
        accountName: '码上积分',
        host: '127.0.0.1',
        port: 8090,
        now: () => new Date(),
        pushTimeoutMs: 5000,
        pushTriesMax: 3,
        webViewCookies: ['mashang_member'],
        phoneDirectory: resolve(import.meta.dirname, '../dist/phone'),
        ...rest,
        stateFile: stateFile ? resolve(stateFile) : null,
        settings: readSettings({ webDomains: [callback.host], ...options }),
    };
    assertValid(resolved.appId !== '', 'WECHAT_APP_ID must not be empty');
    assertValid(resolved.originalId !== '', 'WECHAT_ORIGINAL_ID must not be empty');
    // It plays the platform without asking anybody who they are, so it must not leave the machine.
    assertValid(isLoopbackHost(resolved.host), 'HOST must be a loopback address such as 127.0.0.1');
    return resolved;
}
/** True for localhost, 127.0.0.0/8 and ::1, with or without brackets. */
export function isLoopbackHost(host) {
    const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
    return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
function readSettings(options) {
    try {
        return firstSettings(options);
    }
    catch (error) {
        if (error instanceof RangeError)
            throw new SimulatorOptionsError(error.message);
        throw error;
    }
}
function parseUrl(text) {
    const url = URL.canParse(text) ? new URL(text) : null;
    assertValid(url !== null && /^https?:$/.test(url.protocol), 'CALLBACK_URL must be an http(s) address');
    return url;
}
function assertValid(condition, message) {
    if (!condition)
        throw new SimulatorOptionsError(message);
}
