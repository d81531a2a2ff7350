import { treasuryAnswer, treasuryApplication, type TreasuryAnswer, type TreasuryApplication } from '@one-card/contracts';
import { watch } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * The treasury of the local run: it answers each payment application by funding the banks' paying accounts and writing the vouchers.
 * Voucher numbers follow from the application, so that an application answered twice (killed in between) funds nothing twice.
 */

const folder = process.env.TREASURY ?? '.local/treasury';
const bankUrl = process.env.BANK_URL ?? 'http://127.0.0.1:8110';
const [outFolder, inFolder, doneFolder] = [join(folder, 'out'), join(folder, 'in'), join(folder, 'out', 'answered')];

function say(level: 'info' | 'error', msg: string, more: object): void {
  console.log(JSON.stringify({ level, time: new Date().toISOString(), name: 'treasury', msg, ...more }));
}

async function fund(application: TreasuryApplication, bankCode: string, amountFen: string): Promise<TreasuryAnswer['vouchers'][number]> {
  const voucherNo = `${application.applicationNo}-${bankCode}`;
  const response = await fetch(`${bankUrl}/funding`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ bankCode, orderId: application.orderId, voucherNo, amountFen }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`bank ${bankCode} answered ${String(response.status)}: ${(await response.text()).slice(0, 200)}`);
  return { bankCode, voucherNo, amountFen, fundedAt: new Date().toISOString() };
}

async function answer(name: string): Promise<void> {
  const application = treasuryApplication.parse(JSON.parse(await readFile(join(outFolder, name), 'utf8')));
  const vouchers = [];
  for (const { bankCode, amountFen } of application.banks) vouchers.push(await fund(application, bankCode, amountFen));
  const { applicationNo, orderId } = application;
  const reply = treasuryAnswer.parse({ format: 'one-card.treasury-answer.v1', applicationNo, orderId, refused: null, vouchers });
  // Renamed into place: the reader never sees half a voucher.
  await writeFile(join(inFolder, `.${name}.half`), JSON.stringify(reply, null, 2));
  await rename(join(inFolder, `.${name}.half`), join(inFolder, name));
  say('info', 'application answered', { applicationNo, vouchers: vouchers.length });
}

/** Answers what is not answered yet. False when something has to be tried again. */
async function answerAll(): Promise<boolean> {
  const names = (await readdir(outFolder)).filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
  let complete = true;
  for (const name of names) {
    try {
      await answer(name);
      await rename(join(outFolder, name), join(doneFolder, name));
    } catch (error) {
      complete = false;
      say('error', 'application not answered yet', { file: name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return complete;
}

async function run(): Promise<void> {
  for (const each of [doneFolder, inFolder]) await mkdir(each, { recursive: true });
  let wake = (): void => undefined;
  watch(outFolder, () => wake());
  for (;;) {
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const complete = await answerAll();
    // Watching may miss a file on some file systems, so the folder is read again now and then.
    await Promise.race([woken, pause(complete ? 5_000 : 1_000)]);
  }
}

process.on('SIGTERM', () => process.exit(0));
void run();
