/** Small messages share a transaction, whose own cost is then paid once; a full chunk is worth one of its own. */
export const GROUP = { messages: 32, bytes: 256 * 1024 };

/** The first messages of the list that go together: at least one. */
export function headOf<T extends { value: Buffer | null }>(messages: readonly T[], from: number, most = GROUP.messages): readonly T[] {
  let bytes = 0;
  let end = from;
  while (end < messages.length && end - from < most) {
    bytes += messages[end]?.value?.length ?? 0;
    if (bytes > GROUP.bytes && end > from) break;
    end += 1;
  }
  return messages.slice(from, end);
}
