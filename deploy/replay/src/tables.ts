/** What of a service's tables is not compared, and why. Everything else is, to the last column; audit chains above all. */
export interface Exceptions {
  /** tables left out whole, with the reason */
  readonly tables?: Readonly<Record<string, string>>;
  /** columns left out, by table, with the reason */
  readonly columns?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** columns whose length is compared instead of their bytes */
  readonly lengths?: Readonly<Record<string, readonly string[]>>;
}

/** Of every service. */
export const EVERYWHERE: Exceptions = {
  columns: { inbox: { received_at: 'when it was received' } },
};

export const EXCEPTIONS: Readonly<Record<string, Exceptions>> = {
  gateway: { tables: { session: 'a session says when it was last used' } },
  disclosure: {
    // Sealed anew, with another nonce.
    lengths: { listed_chunk: ['people'] },
  },
  supervision: {
    columns: { roll_watch: { heard_at: 'when it was heard' } },
  },
};

/**
 * What a service has made of others' events and can make anew. What people entered at it, what it has told others under an id of its own, and the
 * audit chains are records of its own, and stay: of a notice its course (posted, closed, by whom) stays, and what it lists is counted anew.
 */
export const PROJECTIONS: Readonly<Record<string, readonly string[]>> = {
  disclosure: [
    'TRUNCATE inbox, replica, listed_chunk, payment_sum, payment_line, roll_sum, people_count',
    'UPDATE notice SET chunks_in = 0, listed_count = 0, listed_fen = 0',
  ],
  supervision: ['TRUNCATE inbox, replica, outcome_count, batch_watch, roll_watch, order_watch, dead_line, account_payee, chunk_watch'],
};
