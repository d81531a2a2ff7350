import { type FSWatcher, watch } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type TreasuryAnswer, treasuryAnswer, type TreasuryApplication } from '@one-card/contracts';
import { config } from '../config';
import { TreasuryPort } from './treasury-port';

/** Files in two folders: `<out>/<applicationNo>.json` and `<in>/<applicationNo>.json`, each renamed into place when it is whole. */
@Injectable()
export class FileTreasury extends TreasuryPort implements OnModuleInit {
  async onModuleInit(): Promise<void> {
    const { treasuryIn, treasuryOut } = config;
    for (const folder of [treasuryOut, treasuryIn, join(treasuryIn, 'booked'), join(treasuryIn, 'faulty')]) await mkdir(folder, { recursive: true });
  }

  async submit(application: TreasuryApplication): Promise<void> {
    const file = join(config.treasuryOut, `${application.applicationNo}.json`);
    await writeFile(`${file}.half`, `${JSON.stringify(application, null, 2)}\n`);
    await rename(`${file}.half`, file);
  }

  async waiting(): Promise<{ name: string; answer: TreasuryAnswer | Error }[]> {
    const names = (await readdir(config.treasuryIn)).filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
    return Promise.all(names.map(async (name) => ({ name, answer: await this.read(name) })));
  }

  async putAside(name: string, as: 'booked' | 'faulty'): Promise<void> {
    await rename(join(config.treasuryIn, name), join(config.treasuryIn, as, name));
  }

  watch(changed: () => void): () => void {
    const watcher: FSWatcher = watch(config.treasuryIn, changed);
    return () => watcher.close();
  }

  private async read(name: string): Promise<TreasuryAnswer | Error> {
    try {
      return treasuryAnswer.parse(JSON.parse(await readFile(join(config.treasuryIn, name), 'utf8')));
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}
