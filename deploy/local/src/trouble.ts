/** Something that the person at the keyboard can mend: shown as one sentence, without a stack, and the exit code is 1. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

const sentences: Record<string, string> = {
  ENOSPC: 'The disk is full: free some space, then start again.',
  EROFS: 'The disk is read-only: .local must be writable.',
};

export function sentenceOf(error: unknown): string {
  if (error instanceof Trouble) return error.message;
  const code = codeOf(error);
  if (code !== undefined && sentences[code] !== undefined) return sentences[code];
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` (${sentenceOf(error.cause)})`;
  return `${error.message}${cause}`;
}

export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
