import { Injectable } from '@nestjs/common';
import type { gatewayApi } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import { Vault } from '@one-card/sealing';
import { anonymousActor } from '@one-card/service';
import type { z } from 'zod';
import { readCard } from '../card/card.rules';
import { config } from '../config';
import { ReadingService } from '../reading/reading.service';
import { endsWith, FAILURES_WITHIN_MINUTES, MOST_FAILURES, proofKeyOf } from './proof.rules';

type Claim = z.output<typeof gatewayApi.proveCitizen>;

/** Whether somebody is the recipient that they say they are. Every try is written down, without what was tried. */
@Injectable()
export class ProofService {
  constructor(
    private readonly vault: Vault,
    private readonly readings: ReadingService,
  ) {}

  /** The token of the one person to whom all three agree; undefined when there is none, more than one, or when too many tries have failed. */
  async prove({ name, identityLast6, cardLast4 }: Claim, tx: Transaction): Promise<number | undefined> {
    const hash = this.vault.lookup('proof', proofKeyOf(name, identityLast6));
    await tx.lock('proof', hash.toString('hex'));
    const barred = await this.isBarred(hash, tx);
    const agreeing = barred ? [] : await this.agreeing(hash, cardLast4, tx);
    const [person] = agreeing.length === 1 ? agreeing : [];
    await tx.execute(sql`
      INSERT INTO proof_attempt (county_code, proof_hash, person, barred, at)
      VALUES (${config.countyCode}, ${hash}, ${person ?? null}, ${barred}, ${await tx.now()})`);
    if (person !== undefined) await this.readings.record([person], { ...anonymousActor, id: 'citizen', name: '' }, '本人查询', tx);
    return person;
  }

  /** A card has ten thousand last fours: whoever knows a name and six digits does not get to try them all. Tries while barred bar no longer. */
  private async isBarred(hash: Buffer, tx: Transaction): Promise<boolean> {
    const { failed } = await tx.one<{ failed: number }>(sql`
      SELECT count(*)::int AS failed
      FROM proof_attempt
      WHERE county_code = ${config.countyCode} AND proof_hash = ${hash} AND person IS NULL AND NOT barred
        AND at > business_now() - make_interval(mins => ${FAILURES_WITHIN_MINUTES})`);
    return failed >= MOST_FAILURES;
  }

  private async agreeing(hash: Buffer, cardLast4: string, tx: Transaction): Promise<number[]> {
    const cards = await tx.query<{ person: string; sealed: Buffer }>(sql`
      SELECT person.token AS person, card.sealed
      FROM person
      JOIN card ON card.county_code = person.county_code AND card.person = person.token AND card.current
      WHERE person.county_code = ${config.countyCode} AND person.proof_hash = ${hash} AND person.known`);
    return cards.filter(({ sealed }) => endsWith(this.numbersOf(sealed), cardLast4)).map(({ person }) => Number(person));
  }

  private numbersOf(sealed: Buffer): string[] {
    const { socialCardNo, bankCardNo, account } = readCard(this.vault.openText(sealed));
    return [socialCardNo, bankCardNo, account];
  }
}
