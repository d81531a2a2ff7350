const POLL_MS = 50;

/** Tries until nothing is thrown any more; after the limit the last error tells what was still missing. */
export async function eventually<T>(work: () => T | Promise<T>, limitMs = 20_000): Promise<T> {
  const limit = Date.now() + limitMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > limit) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
