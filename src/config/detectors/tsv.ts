/** Tables that people edit: tab-separated, a header line that names the columns, '#' starts a comment line. */

/** One data line. */
export interface Row {
  /** from 1 */
  readonly line: number;
  /** cell by column name; '' where the line ends early */
  readonly cells: Readonly<Record<string, string>>;
  /** column (from 1) in which a cell begins */
  columnOf(name: string): number;
}

/** What is wrong with a line of a table. */
export interface RowProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * Reads a table.
 * @param text file content, LF or CRLF
 * @param columns names the header must have, in any order; more columns than these are a problem
 * @returns the data lines and what was wrong; without a usable header there are no rows
 */
export function readTable(
  text: string,
  columns: readonly string[],
): { readonly rows: readonly Row[]; readonly problems: readonly RowProblem[] } {
  const rows: Row[] = [];
  const problems: RowProblem[] = [];
  let header: readonly string[] | null = null;
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    if (raw.trim() === '' || raw.startsWith('#')) continue;
    const cells = raw.split('\t').map((cell) => cell.trim());
    if (header === null) {
      const missing = columns.filter((name) => !cells.includes(name));
      const unknown = cells.filter((name) => !columns.includes(name));
      if (missing.length > 0 || unknown.length > 0) {
        const expected = `expected the columns ${columns.join(', ')}, separated by tabs`;
        problems.push({ line, column: 1, message: `header line not understood: ${expected}` });
        return { rows, problems };
      }
      header = cells;
      continue;
    }
    if (cells.length > header.length) {
      problems.push({
        line,
        column: 1,
        message: `${cells.length} cells where the header has ${header.length}; is there a tab too many?`,
      });
      continue;
    }
    rows.push(row(line, raw, cells, header));
  }
  if (header === null) problems.push({ line: 1, column: 1, message: `no header line; expected ${columns.join(', ')}` });
  return { rows, problems };
}

function row(line: number, raw: string, cells: readonly string[], header: readonly string[]): Row {
  const byName: Record<string, string> = {};
  for (const [i, name] of header.entries()) byName[name] = cells[i] ?? '';
  return {
    line,
    cells: byName,
    columnOf: (name) => {
      const index = header.indexOf(name);
      return raw.split('\t').slice(0, index).join('\t').length + (index > 0 ? 2 : 1);
    },
  };
}
