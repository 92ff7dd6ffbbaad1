// The real PostgreSQL that comes with the program: started, supervised, recovered and stopped.
// Owns `<dataDir>/postgres`, `postgres.json` (port and password, 0600), `postgres.log`, `postgres.lock`.
// Invariant: one owner per folder, no acknowledged row is lost, no data folder is ever deleted.
export { startEmbeddedPostgres } from './start-embedded-postgres.ts';
export type { EmbeddedPostgres } from './start-embedded-postgres.ts';
export { EmbeddedPostgresError } from './errors.ts';
