import { makeBase } from './base';
import { MISTAKES, type Mistake, type MistakeName } from './mistakes';
import { Platform } from './platform';
import { runSeed, type SeedResult } from './seed';

/** A platform with its kept beginning, on which seeds are run one after another. */
export class Worker {
  private constructor(
    private readonly platform: Platform,
    private readonly scene: Awaited<ReturnType<typeof makeBase>>,
  ) {}

  static async start(adminUrl: string, name: string): Promise<Worker> {
    const platform = await Platform.start(adminUrl, name);
    try {
      return new Worker(platform, await makeBase(platform));
    } catch (error) {
      await platform.stop();
      throw error;
    }
  }

  async run(seed: number, mistake?: MistakeName): Promise<SeedResult> {
    if (mistake === undefined) return runSeed(this.platform, this.scene, seed);
    const { put, deliver }: Mistake = MISTAKES[mistake];
    const takeOut = put?.(this.platform);
    try {
      return await runSeed(this.platform, this.scene, seed, deliver?.(this.platform));
    } finally {
      takeOut?.();
    }
  }

  stop(): Promise<void> {
    return this.platform.stop();
  }
}
