/** Finds the inspector processes that a test's pool has started. */
import { readdirSync, readFileSync } from 'node:fs';

/** The process that started another; null when it has ended. */
function parentOf(pid: number): number | null {
  try {
    return Number(/\) \S (\d+)/u.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1] ?? 0);
  } catch {
    return null; // ended while we looked
  }
}

/** Whether it is the inspector program itself, not `unshare` that waits for it. */
function isInspector(pid: number): boolean {
  try {
    const [program = '', ...rest] = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
    return !program.includes('unshare') && rest.some((argument) => argument.endsWith('inspector.js'));
  } catch {
    return false;
  }
}

/** Process ids of the inspectors below this process, or below another. */
export function inspectorPids(ancestor = process.pid): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map(Number)
    .filter(isInspector)
    .filter((pid) => {
      const parent = parentOf(pid);
      return parent !== null && (parent === ancestor || parentOf(parent) === ancestor);
    });
}

/** Resident memory of a process in bytes; 0 when it has ended. */
export function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1] ?? 0) * 4096;
  } catch {
    return 0;
  }
}
