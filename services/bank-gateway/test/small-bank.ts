import {
  type BankAnswer,
  type BankFile,
  type BankFileBlock,
  bankFileBlock,
  type BankFileStatus,
  type BankFileWithdrawal,
  type BankRefund,
  signedTextOf,
  signedTextOfRefund,
  signedTextOfStatus,
} from '@one-card/contracts';
import { Envelopes, generateSealingPair, parseKey } from '@one-card/sealing';
import { createHash, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Line {
  instructionId: string;
  amountFen: string;
  state?: 'credited' | 'bounced';
  sequence?: number;
  rawCode?: string;
  rawText?: string;
}

/** A bank that does what a test tells it, over HTTP: it takes files, and says nothing by itself. */
export class SmallBank {
  /** every post of a file, in order */
  readonly posts: { file: BankFile; bytes: string }[] = [];
  readonly asked: string[] = [];
  readonly withdrawn: BankFileWithdrawal[] = [];
  readonly answers = new Map<string, BankAnswer[]>();
  readonly refunds: BankRefund[] = [];
  /** what it does with the next posts; after them it accepts */
  readonly next: ('cut-before' | 'cut-after' | 'wait' | 'refuse' | 'refuse-unsigned' | '503')[] = [];
  private readonly known = new Map<string, BankFileStatus>();

  private constructor(
    private readonly server: Server,
    private readonly envelopes: Envelopes,
    private readonly signing: { publicKey: KeyObject; privateKey: KeyObject },
    readonly sealingKey: string,
  ) {
    server.on('request', (request, response) => void this.serve(request, response));
  }

  static async open(): Promise<SmallBank> {
    const sealing = await generateSealingPair();
    const envelopes = new Envelopes({ own: [parseKey(sealing.privateKey, 'TEST')], readers: new Map() });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new SmallBank(server, envelopes, generateKeyPairSync('ed25519'), sealing.publicKey);
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** for BANK_KEYS */
  get keys(): { sealing: string; verify: string } {
    return { sealing: this.sealingKey, verify: this.signing.publicKey.export({ format: 'der', type: 'spki' }).toString('base64') };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  filesOf(orderId: string): BankFile[] {
    return this.posts.filter(({ file }) => file.orderId === orderId).map(({ file }) => file);
  }

  async openFile(file: BankFile): Promise<BankFileBlock> {
    return bankFileBlock.parse(JSON.parse((await this.envelopes.open(file.fileId, Buffer.from(file.sealed, 'base64'))).toString()));
  }

  isSignedBy(file: BankFile, publicKey: KeyObject): boolean {
    const digest = createHash('sha256').update(Buffer.from(file.sealed, 'base64')).digest('hex');
    return digest === file.digest && verify(null, Buffer.from(signedTextOf(file)), publicKey, Buffer.from(file.signature, 'base64'));
  }

  answer(file: Pick<BankFile, 'bankCode' | 'fileId'>, part: number, lines: Line[]): BankAnswer {
    const columns = {
      instructionId: lines.map((line) => line.instructionId),
      sequence: lines.map((line) => line.sequence ?? 1),
      state: lines.map((line) => line.state ?? 'credited'),
      rawCode: lines.map((line) => line.rawCode ?? null),
      rawText: lines.map((line) => line.rawText ?? null),
      serial: lines.map((line) => `S${line.instructionId}`),
      creditedAt: lines.map((line) => (line.state === 'bounced' ? null : '2026-03-02T01:00:00.000Z')),
      notifiedAt: lines.map(() => null),
      amountFen: lines.map((line) => line.amountFen),
    };
    const paper = {
      format: 'one-card.bank-answer.v1' as const,
      bankCode: file.bankCode,
      fileId: file.fileId,
      part,
      lines: columns,
      count: lines.length,
      amountFen: String(lines.reduce((sum, { amountFen }) => sum + BigInt(amountFen), 0n)),
      digest: createHash('sha256').update(JSON.stringify(columns)).digest('hex'),
    };
    return { ...paper, signature: this.sign(signedTextOf(paper)) };
  }

  refund(refund: Pick<BankRefund, 'bankCode' | 'orderId' | 'voucherNo' | 'amountFen'> & { at?: string }): BankRefund {
    const paper = { format: 'one-card.bank-refund.v1' as const, at: '2026-03-03T01:00:00.000Z', ...refund };
    return { ...paper, signature: this.sign(signedTextOfRefund(paper)) };
  }

  /** What the bank says of a file from now on, whatever it said before. */
  says(fileId: string, state: BankFileStatus['state']): void {
    this.known.set(fileId, statusOf(fileId, state));
  }

  private signed(status: BankFileStatus): BankFileStatus {
    return { ...status, signature: this.sign(signedTextOfStatus(status)) };
  }

  private sign(text: string): string {
    return sign(null, Buffer.from(text), this.signing.privateKey).toString('base64');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://bank');
    const [, noun, id = '', of] = url.pathname.split('/');
    if (noun === 'refunds')
      return send(
        response,
        200,
        this.refunds.filter(({ orderId }) => orderId === url.searchParams.get('orderId')),
      );
    if (of === 'withdrawal') return this.giveUp(JSON.parse(await textOf(request)) as BankFileWithdrawal, response);
    if (request.method === 'POST') return this.take(await textOf(request), request, response);
    if (of === 'answers') return send(response, 200, this.answers.get(id) ?? []);
    this.asked.push(id);
    send(response, 200, this.signed(this.known.get(id) ?? statusOf(id, 'unknown')));
  }

  private giveUp(withdrawal: BankFileWithdrawal, response: ServerResponse): void {
    this.withdrawn.push(withdrawal);
    send(response, 200, this.signed(this.known.get(withdrawal.fileId) ?? statusOf(withdrawal.fileId, 'refused')));
  }

  private take(bytes: string, request: IncomingMessage, response: ServerResponse): void {
    const file = JSON.parse(bytes) as BankFile;
    this.posts.push({ file, bytes });
    const how = this.next.shift();
    if (how === 'cut-before') return void request.socket.destroy();
    if (how === '503') return send(response, 503, {});
    if (how === 'wait') return send(response, 409, { detail: 'the voucher has not come yet' });
    if (how === 'refuse-unsigned') return send(response, 422, { ...statusOf(file.fileId, 'refused'), reason: 'somebody says no' });
    if (how === 'refuse') {
      const refused = { ...statusOf(file.fileId, 'refused'), reason: 'not like this' };
      this.known.set(file.fileId, refused);
      return send(response, 422, this.signed(refused));
    }
    const status = this.signed(statusOf(file.fileId, 'accepted'));
    this.known.set(file.fileId, status);
    if (how === 'cut-after') return void request.socket.destroy();
    send(response, 200, status);
  }
}

function statusOf(fileId: string, state: BankFileStatus['state']): BankFileStatus {
  return { fileId, state, reason: null, answered: { count: 0, amountFen: '0' }, parts: 0, signature: null };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
