import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The register. Names, identity, card, account and phone numbers stand only in `sealed` (one blob a person, one a card); they are found
 * again by keyed hashes. People, households, accounts and cards draw their tokens from one sequence, so that no token of one kind can be
 * taken for another.
 */
export class Register1764000000000 implements MigrationInterface {
  name = 'Register1764000000000';

  private readonly divisions = `
  CREATE TABLE division (
    county_code text NOT NULL,
    code        text NOT NULL,
    name        text NOT NULL,
    kind        text NOT NULL CONSTRAINT division_kind CHECK (kind IN ('village', 'township', 'county', 'functional')),
    parents     text[] NOT NULL,
    ancestors   text[] NOT NULL,
    group_name  text,
    version     integer NOT NULL,
    PRIMARY KEY (county_code, code)
  );
  CREATE TABLE division_ancestor (
    county_code text NOT NULL,
    ancestor    text NOT NULL,
    code        text NOT NULL,
    PRIMARY KEY (county_code, ancestor, code),
    FOREIGN KEY (county_code, code) REFERENCES division
  );`;

  private readonly people = `
  CREATE SEQUENCE token_serial;
  CREATE TABLE household (
    county_code    text NOT NULL,
    token          bigint NOT NULL DEFAULT nextval('token_serial'),
    household_hash bytea NOT NULL,
    village_code   text NOT NULL,
    head           bigint,
    PRIMARY KEY (county_code, token),
    CONSTRAINT household_once UNIQUE (county_code, household_hash)
  );
  CREATE TABLE person (
    county_code   text NOT NULL,
    token         bigint NOT NULL DEFAULT nextval('token_serial'),
    identity_hash bytea NOT NULL,
    birth_year    smallint,
    known         boolean NOT NULL DEFAULT false,
    name_hash     bytea,
    village_code  text,
    household     bigint,
    guardian      bigint,
    sealed        bytea,
    content_hash  bytea,
    version       integer NOT NULL DEFAULT 0,
    changed_at    timestamptz,
    PRIMARY KEY (county_code, token),
    CONSTRAINT person_once UNIQUE (county_code, identity_hash),
    CONSTRAINT person_known CHECK (NOT known OR (name_hash IS NOT NULL AND village_code IS NOT NULL AND sealed IS NOT NULL))
  );
  CREATE INDEX person_by_village ON person (county_code, village_code, token) WHERE known;`;

  private readonly cards = `
  CREATE TABLE account (
    county_code  text NOT NULL,
    token        bigint NOT NULL DEFAULT nextval('token_serial'),
    bank_code    text NOT NULL,
    account_hash bytea NOT NULL,
    PRIMARY KEY (county_code, token),
    CONSTRAINT account_once UNIQUE (county_code, account_hash)
  );
  CREATE TABLE card (
    county_code  text NOT NULL,
    token        bigint NOT NULL DEFAULT nextval('token_serial'),
    person       bigint NOT NULL,
    card_hash    bytea NOT NULL,
    bank_code    text NOT NULL,
    account      bigint NOT NULL,
    state        text NOT NULL CONSTRAINT card_state CHECK (state IN ('active', 'closed')),
    current      boolean NOT NULL,
    sealed       bytea NOT NULL,
    content_hash bytea NOT NULL,
    changed_at   timestamptz NOT NULL,
    PRIMARY KEY (county_code, token),
    FOREIGN KEY (county_code, person) REFERENCES person,
    FOREIGN KEY (county_code, account) REFERENCES account,
    CONSTRAINT card_once UNIQUE (county_code, person, card_hash),
    CONSTRAINT card_active_is_current CHECK (current OR state = 'closed')
  );
  CREATE UNIQUE INDEX card_one_current ON card (county_code, person) WHERE current;`;

  private readonly readings = `
  CREATE TABLE reading (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    county_code text NOT NULL,
    person      bigint NOT NULL,
    reader      text NOT NULL,
    reader_name text NOT NULL,
    purpose     text NOT NULL,
    at          timestamptz NOT NULL
  );
  CREATE INDEX reading_of_person ON reading (county_code, person, id);`;

  // What an import has met and what waits for its end are of no use once it is over, so they need no log of their own.
  private readonly imports = `
  CREATE TABLE people_import (
    county_code text NOT NULL,
    id          uuid NOT NULL,
    actor       text NOT NULL,
    key         text NOT NULL,
    started_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    sha256      text,
    result      jsonb,
    PRIMARY KEY (county_code, id),
    CONSTRAINT people_import_once UNIQUE (county_code, actor, key)
  );
  CREATE UNLOGGED TABLE import_seen (
    import_id uuid NOT NULL,
    what      bytea NOT NULL,
    PRIMARY KEY (import_id, what)
  );
  CREATE UNLOGGED TABLE import_waiting (
    import_id uuid NOT NULL,
    row_no    integer NOT NULL,
    sealed    bytea NOT NULL,
    PRIMARY KEY (import_id, row_no)
  );`;

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [this.divisions, this.people, this.cards, this.readings, this.imports]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE import_waiting, import_seen, people_import, reading, card, account, household, person, division_ancestor, division',
    );
    await runner.query('DROP SEQUENCE token_serial');
  }
}
