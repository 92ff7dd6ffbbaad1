import type { TaskHandlers } from '../../../platform/jobs.ts';
import type { ImportRunner } from './run-imports.ts';

export interface CodeJobDependencies {
  imports: ImportRunner;
  log: { info: (details: object, message: string) => void };
}

/** What this module does later. A job that throws is run again by the queue. */
export function createCodeJobs({
  imports,
  log,
}: CodeJobDependencies): Pick<TaskHandlers, 'importCodes'> {
  return {
    async importCodes({ importId }) {
      await imports.run(importId);
      log.info({ importId }, 'import of codes ended');
    },
  };
}
