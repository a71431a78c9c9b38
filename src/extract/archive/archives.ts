/**
 * archive: files that hold other files. In: bytes. Out: the files inside, handed on to be read under the same budget; the
 * names of those that stay closed, with the cipher's strength; comments. Promised: total, bounded by the budget, no byte
 * of the container passed over in silence. Refused: writing anything to disk.
 */
export { sevenZipFormat } from './compressed.ts';
export { gzipFormat } from './gzip.ts';
export { tarFormat } from './tar.ts';
export { extractZip, zipFormat } from './zip.ts';
export { lzipFormat } from './lzip.ts';
