/** Longest part of a header line that is kept; enough for a field name and a tenant's value. */
const MAX_LINE = 1000;

/** One is right and two are one too many. */
const MAX_VALUES = 2;

/**
 * Looks at the header of a message while it streams past: counts Received fields (RFC 5321 §6.3) and notes the value of one
 * named field. Linear in the header's size, keeps at most one line.
 */
export class HeaderWatch {
  received = 0;
  /** the first values of the watched field, unfolded lines not joined, trimmed */
  readonly values: string[] = [];
  private readonly watched: string | null;
  private line = '';
  private done = false;

  /** @param watched name of the field to note, any case; null for none */
  constructor(watched: string | null) {
    this.watched = watched === null ? null : watched.toLowerCase();
  }

  /** Takes the next message bytes; line ends must be CRLF already. */
  push(content: Buffer): void {
    let at = 0;
    while (!this.done && at < content.length) {
      const end = content.indexOf(0x0a, at);
      const upTo = end === -1 ? content.length : end;
      if (this.line.length < MAX_LINE) {
        this.line += content.toString('latin1', at, Math.min(upTo, at + MAX_LINE));
      }
      if (end === -1) return;
      this.take(this.line.endsWith('\r') ? this.line.slice(0, -1) : this.line);
      this.line = '';
      at = end + 1;
    }
  }

  private take(line: string): void {
    if (line === '') {
      this.done = true;
      return;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) return;
    const name = line.slice(0, colon).trimEnd().toLowerCase();
    if (name === 'received') this.received++;
    if (name === this.watched && this.values.length < MAX_VALUES) this.values.push(line.slice(colon + 1).trim());
  }
}
