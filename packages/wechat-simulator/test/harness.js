import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import { createSimulator } from '../src/index.ts';
export const account = {
    appId: 'wxba5fad812f8e6fb9',
    appSecret: 'a-secret-of-the-tests',
    token: 'AAAAA',
    encodingAesKey: 'A'.repeat(43),
    originalId: 'gh_97417a04a28d',
    callbackUrl: 'http://127.0.0.1:9/wechat/callback',
};
export function aClock() {
    let time = Date.UTC(2026, 10, 22);
    return {
        now: () => new Date(time),
        advanceSeconds: (seconds) => void (time += seconds * 1000),
    };
}
/** A simulator in memory, closed when the test ends. */
export async function aSimulator(options = {}) {
    const simulator = await createSimulator({ ...account, ...options });
    onTestFinished(() => simulator.close());
    return simulator;
}
/** A server at the callback's address that answers as it is told. */
export async function aCallbackServer(answer) {
    const requests = [];
    const server = createServer((message, response) => {
        void readBody(message).then((body) => {
            const request = { url: new URL(message.url ?? '/', 'http://127.0.0.1'), body };
            requests.push(request);
            answer(request, response, requests.length);
        });
    });
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => {
        server.closeAllConnections();
        server.close();
    });
    const { port } = server.address();
    return { url: `http://127.0.0.1:${port}/wechat/callback`, requests };
}
async function readBody(message) {
    const chunks = [];
    for await (const chunk of message)
        chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
}
/** Calls the API host and returns the JSON; fails unless the status is 200, as the platform's is. */
export async function callApi(simulator, path, body) {
    const response = await simulator.app.inject({
        method: body === undefined ? 'GET' : 'POST',
        url: path,
        ...(body === undefined
            ? {}
            : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
    });
    if (response.statusCode !== 200)
        throw new Error(`status ${response.statusCode}`);
    return response.json();
}
export async function stableToken(simulator, force = false) {
    const { appId: appid, appSecret: secret } = account;
    return callApi(simulator, '/cgi-bin/stable_token', {
        ...{ grant_type: 'client_credential', appid, secret },
        ...(force ? { force_refresh: true } : {}),
    });
}
export async function accessToken(simulator) {
    return String((await stableToken(simulator))['access_token']);
}
