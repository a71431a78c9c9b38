const BAR = 30;

/** A progress bar on standard error; silent when it is not a terminal. */
export class Progress {
  private readonly total: number;
  private readonly shown: boolean;
  private done = 0;
  private messages = 0;
  private mailbox = '';
  private lastDrawn = 0;

  /** @param total number of files, 0 when unknown */
  constructor(total: number, shown: boolean) {
    this.total = total;
    this.shown = shown;
  }

  /**
   * One message is done.
   * @param mailbox it is one of several in this file, which is done when a message of another one comes; '' for a file of its own
   */
  step(mailbox: string): void {
    this.messages++;
    if (this.mailbox !== '' && this.mailbox !== mailbox) this.done++;
    if (mailbox === '') this.done++;
    this.mailbox = mailbox;
    const now = performance.now();
    if (!this.shown || now - this.lastDrawn < 50) return;
    this.lastDrawn = now;
    const part = this.total === 0 ? 0 : Math.min(1, this.done / this.total);
    const filled = Math.round(part * BAR);
    process.stderr.write(
      `\r[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${this.done}/${this.total} files, ${this.messages} messages`,
    );
  }

  /** Takes the bar off the line, before something else is printed. */
  clear(): void {
    if (this.shown) process.stderr.write('\r\u001b[K');
  }
}
