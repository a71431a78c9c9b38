/** The code of a system's or a library's error ('ENOENT', 'SQLITE_FULL'); '' when it has none. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
