interface LoggedError {
  [field: string]: unknown;
  type: string;
  message: string;
  stack: string;
  code?: string | undefined;
  constraint?: string | undefined;
  cause?: LoggedError | undefined;
}

const causesMax = 3;

/**
 * What the log keeps of an error. PostgreSQL repeats whole rows in `detail` and `where`: names and
 * numbers of members, which belong into no log. Hence fields by name, not whatever there is.
 */
export function errorForLog(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) {
    return { type: typeof error, message: 'thrown, but no error', stack: '' };
  }
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack ?? '',
    code: typeof code === 'string' ? code : undefined,
    constraint: typeof constraint === 'string' ? constraint : undefined,
    cause:
      error.cause === undefined || depth >= causesMax
        ? undefined
        : errorForLog(error.cause, depth + 1),
  };
}
