/** 'a.tar.gz' holds 'a.tar'; without an ending the name stays. */
export function nameInside(name: string | null): string {
  const inner = (name ?? '')
    .replace(/\.(?:gz|bz2|xz|zst|lz|z|lzma)$/iu, '')
    .replace(/\.t(?:gz|bz2?|xz|zst|lz)$/iu, '.tar');
  return inner === '' ? 'content' : inner;
}
