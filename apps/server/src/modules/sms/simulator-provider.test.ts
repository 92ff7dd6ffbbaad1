import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createSimulatorProvider } from './index.ts';

const servers: Server[] = [];
afterEach(stopServing);

async function stopServing(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as unknown;
}

const message = { mobile: '15400000001', code: '012345', validMinutes: 5 };

test('B3: the simulator phone receives the text with sender, code and validity', async () => {
  const received: unknown[] = [];
  const simulatorUrl = await serve((request, response) => {
    void readBody(request).then((body) => {
      received.push([request.method, request.url, body]);
      response.writeHead(204).end();
    });
  });
  await createSimulatorProvider({ simulatorUrl }).send(message);
  expect(received).toEqual([
    [
      'POST',
      '/simulator/sms',
      {
        mobile: '15400000001',
        text: '【码上积分】验证码 012345，5 分钟内有效。请勿告诉他人。',
      },
    ],
  ]);
});

test.each([302, 400, 500])('S19: an answer %i counts as refused', async (status) => {
  const simulatorUrl = await serve((_request, response) => {
    response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('no');
  });
  await expect(createSimulatorProvider({ simulatorUrl }).send(message)).rejects.toMatchObject({
    name: 'SmsProviderError',
    failure: 'refused',
  });
});

test('S19: nobody listening counts as unreachable, and the error quotes no number', async () => {
  const simulatorUrl = await serve(() => undefined);
  await stopServing();
  const error: unknown = await createSimulatorProvider({ simulatorUrl })
    .send(message)
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ failure: 'unreachable' });
  expect(String(error)).not.toMatch(/15400000001|012345/);
});

test('S19: silence ends after the time limit and counts as unanswered', async () => {
  const simulatorUrl = await serve(() => undefined);
  const provider = createSimulatorProvider({ simulatorUrl, timeoutMs: 100 });
  await expect(provider.send(message)).rejects.toMatchObject({ failure: 'unanswered' });
});

test('S19: a connection cut after the request counts as unanswered', async () => {
  const simulatorUrl = await serve((request) => request.socket.destroy());
  await expect(createSimulatorProvider({ simulatorUrl }).send(message)).rejects.toMatchObject({
    failure: 'unanswered',
  });
});
