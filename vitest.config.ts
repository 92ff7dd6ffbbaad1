import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Long for their size, by which Vitest sorts: begun first, so that both workers end together. */
const longFiles = [
  'chaos/src/chaos.test.ts',
  'embedded-postgres/start-embedded-postgres.test.ts',
  'stories/hostile-values.test.ts',
  'pictures/pictures.test.ts',
  'codes/read-scanned-text.test.ts',
];

class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification) => {
      const rank = longFiles.findIndex((file) => moduleId.endsWith(file));
      return rank === -1 ? longFiles.length : rank;
    };
    return (await super.sort(files)).toSorted((left, right) => rankOf(left) - rankOf(right));
  }
}

export default defineConfig({
  test: {
    include: [
      'packages/*/{src,test}/**/*.test.ts',
      'apps/server/{src,test}/**/*.test.ts',
      'apps/{consumer,console}/src/**/*.test.ts',
      'bench/**/*.test.ts',
      'chaos/**/*.test.ts',
    ],
    globalSetup: ['apps/server/test/start-postgres.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // A worker keeps the modules it has loaded for its next file: loading them anew for every file
    // took as long as the tests. What a test file changes, it must give back.
    isolate: false,
    unstubGlobals: true,
    sequence: { sequencer: LongFilesFirst },
  },
});
