import { createServer } from 'node:net';
import { StartError } from './project.mjs';

/**
 * The port to use. One asked for in so many words must be free; the usual one gives way to the
 * next free one, and the log says so.
 */
export async function choosePort({ asked, usual, host, what }) {
  if (asked) {
    const port = Number(asked);
    if (await isFree(port, host)) return port;
    throw new StartError(
      `端口 ${asked}（${what}）已被占用，请换一个。 Port ${asked} (${what}) is in use: choose another.`,
    );
  }
  for (let port = usual; port < usual + 50; port += 1) {
    if (!(await isFree(port, host))) continue;
    if (port !== usual) {
      console.log(
        `端口 ${usual} 已被占用，改用 ${port} Port ${usual} is in use, taking ${port} (${what})`,
      );
    }
    return port;
  }
  throw new StartError(
    `端口 ${usual}–${usual + 49} 都被占用 Ports ${usual}–${usual + 49} are all in use (${what})`,
  );
}

function isFree(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
