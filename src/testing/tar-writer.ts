/** Writes tapes of one file (POSIX ustar) for tests, with words where nobody looks. */

/** What stands where only filling should. */
export interface TarFilling {
  /** behind the file, to the end of its last block */
  readonly filling?: string;
  /** in the last bytes of the header */
  readonly slack?: string;
}

/** @param name at most 100 bytes; what stands behind a zero in it is shown by no program */
export function tarOf(name: string, data: Buffer | string, { filling = '', slack = '' }: TarFilling = {}): Buffer {
  const bytes = Buffer.from(data);
  const header = Buffer.alloc(512);
  const size = bytes.length.toString(8).padStart(11, '0');
  [[0, name], [100, '0000644\0'], [124, `${size}\0`], [148, '        '], [156, '0'], [257, 'ustar\x0000'], [500, slack]] // prettier-ignore
    .forEach(([at, text]) => header.write(String(text), Number(at)));
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const rest = Buffer.alloc((512 - (bytes.length % 512)) % 512);
  rest.write(filling);
  return Buffer.concat([header, bytes, rest, Buffer.alloc(1024)]);
}
