/** Runs the work over the items, so many at a time. The first failure ends it. */
export async function inParallel<T>(limit: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}

/** What a stage may lose by our asking too late. */
const LONGEST_WAIT_MS = 250;

/** Asks until the answer is there, or says what it waited for. */
export async function until<T>(what: string, limitSeconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + limitSeconds * 1000;
  for (let wait = 50; ; wait = Math.min(wait * 1.5, LONGEST_WAIT_MS)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`waited ${limitSeconds} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
