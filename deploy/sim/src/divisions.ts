/** The code of the division that an event tells of. */
export const divisionOf = (payload: Buffer): string => (JSON.parse(payload.toString()) as { id: string }).id;
