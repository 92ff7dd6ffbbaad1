// `npm start`: from a fresh clone to a running product, on node: builtins only.
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { startChild, stopChild } from './lib/children.mjs';
import { ensureInstalled } from './lib/install.mjs';
import {
  addressesOf,
  claimStart,
  noteAddresses,
  releaseStart,
  serverReady,
} from './lib/only-copy.mjs';
import { choosePort } from './lib/ports.mjs';
import { StartError, dataDir, root } from './lib/project.mjs';
import { simulatorAccount } from './lib/simulator-account.mjs';

const help = `码上积分 Mashang

npm start    安装依赖、生成网页、启动数据库、服务器和微信模拟器，并显示网址
             installs, builds, starts the database, the server and the WeChat simulator,
             and prints the addresses. Ctrl-C stops everything.

环境变量 Environment (docs/operations.md has all of them)
  PORT, HOST          服务器端口与地址 the server's port and address (8080, 127.0.0.1)
  SIMULATOR_PORT      模拟器端口 the simulator's port (8090)
  PUBLIC_URL          手机如何访问服务器 how phones reach the server
  DATA_DIR            数据目录 where everything is kept (data/)
  DATABASE_URL        使用已有的 PostgreSQL 15+ instead of the one that comes with the program
  DEMO=0              不装演示数据、不启动模拟器 no demo data, no simulator
  WECHAT_APP_ID, …    使用真实的公众号（不启动模拟器） a real Official Account, no simulator

退出码 Exit code: 0 正常停止，或已有一份在运行 stopped on request, or a copy runs already;
                  1 出错 something failed.
`;

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  process.stdout.write(help);
} else {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    releaseStart();
  }
}

async function main() {
  const other = claimStart();
  if (other !== null) return showOther(other);
  await ensureInstalled();
  await ensureBuilt();
  return runUntilStopped(await plan());
}

async function showOther(pid) {
  console.log(
    `已有一份正在运行（进程 ${pid}） Another copy of this program is running (process ${pid})`,
  );
  const addresses = await addressesOf(pid);
  if (addresses !== null) showAddresses(addresses);
  console.log(
    `停止它 To stop it: kill ${pid}    再运行一份 To run a second one: DATA_DIR=其他目录 npm start`,
  );
  return 0;
}

/** Ports and environments of the two processes. */
async function plan() {
  const host = process.env.HOST || '127.0.0.1';
  const port = await choosePort({ asked: process.env.PORT, usual: 8080, host, what: 'server' });
  const isProduction = process.env.NODE_ENV === 'production';
  const demo = process.env.DEMO ?? (isProduction ? '0' : '1');
  const env = { ...process.env, HOST: host, PORT: String(port), DATA_DIR: dataDir, DEMO: demo };
  // A server on all addresses is reached on loopback.
  const local = `http://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host}:${port}`;
  const publicUrl = process.env.PUBLIC_URL || local;
  const serverEnv = { ...env, PUBLIC_URL: publicUrl };
  if (process.env.WECHAT_APP_ID || demo === '0') return { serverEnv, publicUrl, localUrl: local };

  const loopback = '127.0.0.1';
  const simulatorPort = await choosePort({
    asked: process.env.SIMULATOR_PORT,
    usual: 8090,
    host: loopback,
    what: 'simulator',
  });
  const simulatorUrl = `http://${loopback}:${simulatorPort}`;
  const account = simulatorAccount();
  const simulatorEnv = {
    ...env,
    ...account,
    HOST: loopback,
    PORT: String(simulatorPort),
    CALLBACK_URL: `${local}/wechat/callback`,
  };
  Object.assign(serverEnv, account, {
    WECHAT_API_URL: simulatorUrl,
    WECHAT_OAUTH_URL: simulatorUrl,
    WECHAT_JSSDK_URL: `${simulatorUrl}/open/js/jweixin-1.6.0.js`,
    SMS_PROVIDER: 'simulator',
    SIMULATOR_URL: simulatorUrl,
  });
  return { serverEnv, publicUrl, localUrl: local, simulatorEnv, simulatorUrl };
}

async function runUntilStopped(planned) {
  const { serverEnv, simulatorEnv, simulatorUrl, publicUrl, localUrl } = planned;
  const stopAsked = listenForStop();
  const children = [];
  const launch = (name, file, env) => {
    const child = startChild(name, join(root, file), env);
    children.unshift(child);
    return child;
  };
  stopAsked.again = () => children.forEach((child) => child.kill('SIGKILL'));
  if (simulatorEnv) launch('simulator', 'packages/wechat-simulator/src/main.ts', simulatorEnv);
  const server = launch('server', 'apps/server/src/main.ts', serverEnv);
  const anyEnded = Promise.race(children.map((child) => child.exited));
  let stopped = false;
  void Promise.race([anyEnded, stopAsked.promise]).then(() => (stopped = true));

  const ready = await serverReady({
    pid: server.pid,
    healthUrl: `${localUrl}/healthz`,
    hasEnded: () => stopped,
  });
  if (ready !== null) {
    const addresses = { serverUrl: publicUrl, simulatorUrl, setupUrl: ready.setupUrl };
    noteAddresses(addresses);
    console.log('\n码上积分已启动 Mashang is running\n');
    showAddresses(addresses);
    console.log('按 Ctrl-C 停止 Press Ctrl-C to stop\n');
  } else if (!stopped) {
    console.error('服务器没有在五分钟内就绪 The server was not ready within five minutes');
  }
  const ended =
    ready === null && !stopped ? server : await Promise.race([anyEnded, stopAsked.promise]);
  // Newest first: the server finishes its work while the simulator still answers.
  for (const child of children) await stopChild(child);
  if (ended === 'asked') {
    console.log('已停止 Stopped');
    return server.ended === 0 ? 0 : 1;
  }
  console.error(
    `${ended.name} 已退出（代码 ${ended.ended}），原因见上面的输出。 The ${ended.name} ended (code ${ended.ended}); see above.`,
  );
  return 1;
}

/** The first Ctrl-C or TERM stops in order, a second one at once. */
function listenForStop() {
  const stop = { promise: null, again: () => undefined };
  stop.promise = new Promise((resolve) => {
    let count = 0;
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(name, () => {
        count += 1;
        if (count === 1) console.log('\n正在停止 Stopping …');
        else if (name === 'SIGINT') stop.again();
        resolve('asked');
      });
    }
  });
  return stop;
}

function showAddresses({ serverUrl, simulatorUrl, setupUrl }) {
  const lines = [
    simulatorUrl && ['手机（微信模拟器） Phone, WeChat simulator', `${simulatorUrl}/`],
    ['会员页面 Member pages', `${serverUrl}/`],
    ['总部管理平台 Head office', `${serverUrl}/hq/`],
    setupUrl && ['首次设置管理员（仅一次） Set up the first administrator, once', setupUrl],
  ].filter(Boolean);
  for (const [what, address] of lines) console.log(`  ${what}\n    ${address}\n`);
}
