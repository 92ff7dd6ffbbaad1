import { fork } from 'node:child_process';
import path from 'node:path';
import type { HttpFigures, HttpTask } from './drive-http.ts';

export interface HttpLoad {
  drive: (task: HttpTask) => Promise<HttpFigures>;
  stop: () => void;
}

/** Starts the load generator; it waits for tasks, one at a time. */
export function startHttpLoad(): HttpLoad {
  const child = fork(path.join(import.meta.dirname, 'drive-http.ts'), {
    serialization: 'advanced',
    execArgv: [],
  });
  return {
    drive: (task) =>
      new Promise((resolve, reject) => {
        const fail = () => reject(new Error('the load generator ended'));
        child.once('exit', fail);
        child.once('message', (figures) => {
          child.off('exit', fail);
          resolve(figures as HttpFigures);
        });
        child.send(task);
      }),
    stop: () => child.kill(),
  };
}
