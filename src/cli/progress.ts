const BAR = 30;

/** A progress bar on standard error; silent when it is not a terminal. */
export class Progress {
  private readonly total: number;
  private readonly shown: boolean;
  private done = 0;
  private lastFile = '';
  private lastDrawn = 0;

  /** @param total number of files, 0 when unknown */
  constructor(total: number, shown: boolean) {
    this.total = total;
    this.shown = shown;
  }

  /** One message is done; several of one mbox are one file. */
  step(file: string): void {
    if (file !== this.lastFile) this.done++;
    this.lastFile = file;
    const now = performance.now();
    if (!this.shown || now - this.lastDrawn < 50) return;
    this.lastDrawn = now;
    const part = this.total === 0 ? 0 : Math.min(1, this.done / this.total);
    const filled = Math.round(part * BAR);
    process.stderr.write(`\r[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${this.done}/${this.total} files`);
  }

  /** Takes the bar off the line, before something else is printed. */
  clear(): void {
    if (this.shown) process.stderr.write('\r\u001b[K');
  }
}
