import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';

/** Lines of a COPY, cut into files of about this size at the end of a line. */
export class Parts {
  readonly files: string[] = [];
  private stream?: WriteStream;
  private size = 0;

  constructor(
    private readonly name: string,
    private readonly partSize: number,
  ) {}

  async write(chunk: Buffer): Promise<void> {
    const end = this.size + chunk.length > this.partSize ? chunk.lastIndexOf(0x0a) + 1 : 0;
    if (end === 0) return this.append(chunk);
    await this.append(chunk.subarray(0, end));
    await this.close();
    if (end < chunk.length) await this.append(chunk.subarray(end));
  }

  async close(): Promise<void> {
    const { stream } = this;
    this.stream = undefined;
    this.size = 0;
    if (!stream) return;
    stream.end();
    await once(stream, 'finish');
  }

  private async append(chunk: Buffer): Promise<void> {
    if (!this.stream) {
      const file = `${this.name}.${this.files.length}`;
      this.files.push(file);
      this.stream = createWriteStream(file);
    }
    this.size += chunk.length;
    if (!this.stream.write(chunk)) await once(this.stream, 'drain');
  }
}
