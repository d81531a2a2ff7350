declare module 'pg-copy-streams' {
  import type { Connection, Submittable } from 'pg';
  import type { Readable, Writable } from 'node:stream';

  export interface CopyFromStream extends Writable, Submittable {
    readonly rowCount: number;
    submit(connection: Connection): void;
  }
  export interface CopyToStream extends Readable, Submittable {
    readonly rowCount: number;
    submit(connection: Connection): void;
  }
  export function to(statement: string): CopyToStream;
  export function from(statement: string): CopyFromStream;
}
