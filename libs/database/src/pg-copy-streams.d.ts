declare module 'pg-copy-streams' {
  import type { Connection, Submittable } from 'pg';
  import type { Writable } from 'node:stream';

  export interface CopyFromStream extends Writable, Submittable {
    readonly rowCount: number;
    submit(connection: Connection): void;
  }
  export function from(statement: string): CopyFromStream;
}
