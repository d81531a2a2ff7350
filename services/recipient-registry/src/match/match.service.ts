import { Injectable } from '@nestjs/common';
import {
  type ListedBlock,
  matchedChunk,
  type MatchedChunk,
  type PayeeBlock,
  type PolicyVersion,
  policyVersion,
  rollBlock,
  type RollBlock,
  type RolledChunk,
} from '@one-card/contracts';
import { type Transaction } from '@one-card/database';
import { maskName } from '@one-card/domain';
import { Replicas } from '@one-card/kafka';
import { Envelopes, Vault } from '@one-card/sealing';
import { carrierOf, readCard } from '../card/card.rules';
import { LineHistory } from '../history/line-history';
import { birthYearOf, normalIdentity, normalName } from '../person/person.rules';
import { TokenService } from '../token/token.service';
import { findLines, type FoundLine, type LineHashes } from './match.query';
import { failuresOf, type MatchFailure, namesShown, reasonOf } from './match.rules';

/**
 * Matches a chunk with the register: one statement, and two more when it names people nobody has heard of. The payees are frozen here:
 * what the register learns later changes no block that was made.
 */
@Injectable()
export class MatchService {
  constructor(
    private readonly envelopes: Envelopes,
    private readonly vault: Vault,
    private readonly replicas: Replicas,
    private readonly tokens: TokenService,
    private readonly history: LineHistory,
  ) {}

  async match(rolled: RolledChunk, tx: Transaction): Promise<void> {
    const { chunkId } = rolled.chunk;
    const policy = await this.replicas.get(policyVersion, rolled.chunk.policyVersionId, tx);
    const people = rollBlock.parse(JSON.parse((await this.envelopes.open(chunkId, Buffer.from(rolled.people, 'base64'))).toString('utf8')));
    checkCounts(rolled, people);
    const hashes = this.hashesOf(people);
    const found = await findLines(hashes, policy.payee, tx);
    const strangers = await this.tokensOfStrangers(found, people, hashes, tx);
    const failures = found.map((line) => failuresOf(line, policy.payee));
    const payees = this.payeesOf(found, failures);
    const listed = listedOf(policy, people, payees, failures);
    const columns = columnsOf(found, failures, strangers, people, policy);
    await this.history.keep(rolled.chunk, columns.payee, tx);
    await tx.publish(matchedChunk, {
      chunk: rolled.chunk,
      lines: { ...rolled.lines, ...columns },
      failures: failures.flatMap((codes, at) => (codes.length === 0 ? [] : [{ line: rolled.chunk.firstLine + at, reasons: codes.map(reasonOf) }])),
      payees: await this.sealed('bank-gateway', chunkId, payees),
      listed: listed && (await this.sealed('disclosure', chunkId, listed)),
    });
  }

  private hashesOf(people: RollBlock): LineHashes {
    const identityHash = (identity: string) => this.vault.lookup('identity', normalIdentity(identity));
    const nameHash = (name: string) => this.vault.lookup('name', normalName(name));
    const stated = (text: string | null, hash: (text: string) => Buffer) => (text === null || text.trim() === '' ? null : hash(text));
    return {
      identity: people.identity.map(identityHash),
      name: people.name.map(nameHash),
      payeeIdentity: people.payeeIdentity.map((identity) => stated(identity, identityHash)),
      payeeName: people.payeeName.map((name) => stated(name, nameHash)),
    };
  }

  /** Every valid identity number has a token, so that comparison data find people whom the register does not know. */
  private async tokensOfStrangers(
    found: readonly FoundLine[],
    people: RollBlock,
    hashes: LineHashes,
    tx: Transaction,
  ): Promise<ReadonlyMap<number, number>> {
    const strangers = found.flatMap(({ beneficiary }, at) => {
      const hash = hashes.identity[at];
      return beneficiary === null && hash ? [{ at, hash, birthYear: birthYearOf(normalIdentity(people.identity[at] ?? '')) }] : [];
    });
    const tokens = await this.tokens.allot(strangers, tx);
    return new Map(strangers.map(({ at, hash }) => [at, tokens.get(hash.toString('hex')) ?? 0]));
  }

  /** Opens the card of each payee who can be paid; the other lines have none. */
  private payeesOf(found: readonly FoundLine[], failures: readonly MatchFailure[][]): PayeeBlock {
    const block: PayeeBlock = { name: [], socialCardNo: [], bankCardNo: [], account: [], bankCode: [], bankLineNo: [], carrierKind: [] };
    found.forEach(({ sealed, bankCode }, at) => {
      const card = sealed !== null && failures[at]?.length === 0 ? readCard(this.vault.openText(sealed)) : undefined;
      block.name.push(card?.holder ?? null);
      block.socialCardNo.push(card?.socialCardNo || null);
      block.bankCardNo.push(card?.bankCardNo || null);
      block.account.push(card?.account ?? null);
      block.bankCode.push(card ? bankCode : null);
      block.bankLineNo.push(card?.bankLineNo ?? null);
      block.carrierKind.push(card ? carrierOf(card) : null);
    });
    return block;
  }

  private async sealed(reader: string, chunkId: string, block: object): Promise<string> {
    return (await this.envelopes.sealFor(reader, chunkId, Buffer.from(JSON.stringify(block)))).toString('base64');
  }
}

function checkCounts({ chunk, lines }: RolledChunk, people: RollBlock): void {
  if (lines.rowNo.length !== chunk.lines || people.name.length !== chunk.lines)
    throw new Error(
      `chunk ${chunk.chunkId} says ${String(chunk.lines)} lines, but carries ${String(lines.rowNo.length)} and people of another number`,
    );
}

type MatchColumns = Pick<MatchedChunk['lines'], 'beneficiary' | 'household' | 'head' | 'payee' | 'payeeBasis' | 'bankCode' | 'account' | 'birthYear'>;

function columnsOf(
  found: readonly FoundLine[],
  failures: readonly MatchFailure[][],
  strangers: ReadonlyMap<number, number>,
  people: RollBlock,
  { payee: basis }: Pick<PolicyVersion, 'payee'>,
): MatchColumns {
  const whenPayable = <T>(of: (line: FoundLine) => T | null) => found.map((line, at) => (failures[at]?.length === 0 ? of(line) : null));
  return {
    beneficiary: found.map(({ beneficiary }, at) => beneficiary ?? strangers.get(at) ?? null),
    household: found.map(({ household }) => household),
    head: found.map(({ head }) => head),
    payee: whenPayable(({ payee }) => payee),
    payeeBasis: whenPayable(() => basis),
    bankCode: whenPayable(({ bankCode }) => bankCode),
    account: whenPayable(({ account }) => account),
    birthYear: people.identity.map((identity) => birthYearOf(normalIdentity(identity))),
  };
}

function listedOf(policy: PolicyVersion, people: RollBlock, payees: PayeeBlock, failures: readonly MatchFailure[][]): ListedBlock | null {
  const shown = namesShown(policy);
  if (shown === 'none') return null;
  const asShown = (name: string) => (shown === 'whole' ? name : maskName(name));
  return {
    name: people.name.map((name, at) => (failures[at]?.length === 0 ? asShown(name.trim()) : null)),
    payeeName: payees.name.map((name) => (name === null ? null : asShown(name))),
  };
}
