import type { TaskHandlers } from '../../platform/jobs.ts';
import { importCodes } from './import-codes.ts';
import type { ImportCodesDependencies } from './import-codes.ts';

export interface CodeJobDependencies extends ImportCodesDependencies {
  log: { info: (details: object, message: string) => void };
}

/** What this module does later. A job that throws is run again by the queue. */
export function createCodeJobs({
  log,
  ...dependencies
}: CodeJobDependencies): Pick<TaskHandlers, 'importCodes'> {
  return {
    async importCodes({ importId }) {
      await importCodes(dependencies, importId);
      log.info({ importId }, 'import of codes ended');
    },
  };
}
