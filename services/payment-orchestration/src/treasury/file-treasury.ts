import { randomUUID } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type TreasuryAnswer, treasuryAnswer, type TreasuryApplication } from '@one-card/contracts';
import { config } from '../config';
import { TreasuryPort } from './treasury-port';

/** An answer names a few banks. */
const LONGEST_ANSWER = 1024 * 1024;

/** Files in two folders: `<out>/<applicationNo>.json` and `<in>/<applicationNo>.json`, each renamed into place when it is whole. */
@Injectable()
export class FileTreasury extends TreasuryPort implements OnModuleInit {
  private readonly logger = new Logger('Treasury');

  async onModuleInit(): Promise<void> {
    const { treasuryIn, treasuryOut } = config;
    for (const folder of [treasuryOut, treasuryIn, join(treasuryIn, 'booked'), join(treasuryIn, 'faulty')]) await mkdir(folder, { recursive: true });
  }

  /** On the disk before it has its name: afterwards it counts as handed over, and nobody writes it again. */
  async submit(application: TreasuryApplication): Promise<void> {
    const path = join(config.treasuryOut, `${application.applicationNo}.json`);
    // Of its own, so that two processes do not write into one.
    const half = `${path}.${randomUUID()}.half`;
    const file = await open(half, 'w');
    try {
      await file.writeFile(`${JSON.stringify(application, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(half, path);
  }

  async *waiting(): AsyncIterable<{ name: string; answer: TreasuryAnswer | Error }> {
    const entries = await readdir(config.treasuryIn, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.json') && !entry.name.startsWith('.')).map(({ name }) => name);
    for (const name of names.sort()) {
      const answer = await this.read(name);
      if (answer !== undefined) yield { name, answer };
    }
  }

  async putAside(name: string, as: 'booked' | 'faulty'): Promise<void> {
    const kept = join(config.treasuryIn, as, name);
    // What was put aside before stays: it is the paper that was booked.
    const taken = await access(kept).then(
      () => true,
      () => false,
    );
    await rename(join(config.treasuryIn, name), taken ? `${kept}.${randomUUID()}` : kept).catch((error: NodeJS.ErrnoException) => {
      // Another process of this service was faster.
      if (error.code !== 'ENOENT') throw error;
    });
  }

  /** Only to be faster: the folder is looked through anyway. */
  watch(changed: () => void): () => void {
    try {
      const watcher: FSWatcher = watch(config.treasuryIn, changed);
      watcher.on('error', (error) => this.logger.warn(`the treasury's folder is no longer watched: ${error.message}`));
      return () => watcher.close();
    } catch (error) {
      this.logger.warn(`the treasury's folder cannot be watched: ${String(error)}`);
      return () => undefined;
    }
  }

  /** Undefined: it cannot be read now, which says nothing of the answer. */
  private async read(name: string): Promise<TreasuryAnswer | Error | undefined> {
    const path = join(config.treasuryIn, name);
    try {
      if ((await stat(path)).size > LONGEST_ANSWER) return new Error('it is too long for an answer');
      return parsed(await readFile(path, 'utf8'));
    } catch (error) {
      this.logger.warn(`the treasury's answer ${name} cannot be read now: ${String(error)}`);
      return undefined;
    }
  }
}

function parsed(text: string): TreasuryAnswer | Error {
  try {
    return treasuryAnswer.parse(JSON.parse(text));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
