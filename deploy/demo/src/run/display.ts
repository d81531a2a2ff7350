/** Progress: one moving line on a terminal, plain lines (one a second at most) elsewhere. */
export class Display {
  private last = '';
  private lastAt = 0;
  private stage = '';
  private readonly began = performance.now();
  private readonly terminal = process.stdout.isTTY;

  begin(stage: string): void {
    this.stage = stage;
    this.line(`${this.clock()} ▶ ${stage}`);
  }

  tell(text: string): void {
    if (text === this.last) return;
    this.last = text;
    const shown = `${this.clock()}   ${this.stage}: ${text}`;
    if (this.terminal) process.stdout.write(`\r\u001b[2K${shown.slice(0, process.stdout.columns - 1)}`);
    else if (performance.now() - this.lastAt > 1000) {
      this.lastAt = performance.now();
      console.log(shown);
    }
  }

  end(stage: string, seconds: number): void {
    this.line(`${this.clock()} ✔ ${stage} (${seconds.toFixed(1)} s)`);
  }

  line(text: string): void {
    console.log(this.terminal ? `\r\u001b[2K${text}` : text);
  }

  private clock(): string {
    return `[${((performance.now() - this.began) / 1000).toFixed(0).padStart(4)} s]`;
  }
}
