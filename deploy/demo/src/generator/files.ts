import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { DATASET_FILES, PEOPLE_HEAD } from './heads';
import { paymentOrchestrationApi } from '@one-card/contracts';
import { formatMilli, formatYuan } from '@one-card/domain';
import { stringify } from 'csv-stringify/sync';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import type { Person } from './person';
import type { RollRow, TownshipWorld } from './township';

export type RollFormat = 'csv' | 'gb18030' | 'xlsx';

const HEAD = Object.values(paymentOrchestrationApi.ROLL_COLUMNS);
/** Beyond this a township sends CSV: a workbook of that size opens in no office. */
const XLSX_MAX_ROWS = 20_000;

/** What townships really send: UTF-8, the old GB18030, and workbooks. */
export function formatOf(townshipIndex: number, rows: number): RollFormat {
  if (townshipIndex % 6 === 1) return 'gb18030';
  return townshipIndex % 6 === 2 && rows <= XLSX_MAX_ROWS ? 'xlsx' : 'csv';
}

/** Writes one roll file, control totals in its last row, and tells each row where it stands. */
export async function writeRoll(dir: string, label: string, world: TownshipWorld, format: RollFormat): Promise<string> {
  const rows = world.rolls.get(label) ?? [];
  const names = new Map(world.township.villages.map((village) => [village.code, village.name]));
  const cells = rows.map((row, index) => cellsOf(row, index, names, world));
  rows.forEach((row, index) => (row.position = `${label}/${world.township.code}/${index + 2}`));
  const total = rows.reduce((sum, row) => sum + row.amountFen, 0n);
  cells.push([paymentOrchestrationApi.ROLL_TOTAL_MARK, '', '', '', '', '', '', '', String(rows.length), '', formatYuan(total)]);
  const file = join(dir, label, `${world.township.code}.${format === 'xlsx' ? 'xlsx' : 'csv'}`);
  mkdirSync(dirname(file), { recursive: true });
  if (format === 'xlsx') await writeWorkbook(file, cells);
  else await writeFile(file, encode(stringify([HEAD, ...cells]), format));
  return file;
}

function encode(text: string, format: RollFormat): Buffer {
  return format === 'gb18030' ? iconv.encode(text, 'gb18030') : Buffer.from(text);
}

function cellsOf(row: RollRow, index: number, names: ReadonlyMap<string, string>, world: TownshipWorld): string[] {
  const stated = row.payee !== row.beneficiary && index % 3 !== 0;
  return [
    String(index + 1),
    index % 4 === 0 ? row.villageCode : (names.get(row.villageCode) ?? world.township.code),
    row.name,
    row.identity,
    stated ? row.payee.name : '',
    stated ? row.payee.identity : '',
    row.subject,
    row.item,
    formatMilli(row.quantityMilli),
    formatYuan(row.rateFen),
    formatYuan(row.amountFen),
  ];
}

async function writeWorkbook(file: string, cells: string[][]): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useSharedStrings: false });
  const sheet = workbook.addWorksheet('花名册');
  for (const row of [HEAD, ...cells]) sheet.addRow(row).commit();
  sheet.commit();
  await workbook.commit();
}

/** The files that grow township by township: the register, other departments' data, the banks' accounts. */
export class CountyFiles {
  private readonly streams = new Map<string, WriteStream>();

  constructor(private readonly dir: string) {
    mkdirSync(dir, { recursive: true });
  }

  /** One register file a township, since a township's clerk sends it. */
  async register(world: TownshipWorld): Promise<string> {
    const file = join(this.dir, 'register', `${world.township.code}.csv`);
    mkdirSync(dirname(file), { recursive: true });
    await writeFile(file, stringify([PEOPLE_HEAD, ...world.people.map(registerCells)]));
    return file;
  }

  async datasets(world: TownshipWorld): Promise<void> {
    await this.append(
      'deceased.csv',
      world.deaths.map(({ person, diedOn }) => [person.name, person.identity, diedOn]),
    );
    await this.append(
      'land-title.csv',
      world.titles.map(({ person, parcel, areaMilli }) => [person.name, person.identity, parcel, formatMilli(areaMilli)]),
    );
  }

  async accounts(world: TownshipWorld): Promise<void> {
    const lines = world.people.flatMap(({ card }) =>
      card ? [JSON.stringify({ bankCode: card.bankCode, account: card.account, cardNo: card.bankCardNo, ...card.atBank })] : [],
    );
    await this.write('bank/accounts.ndjson', lines.map((line) => `${line}\n`).join(''));
  }

  async close(): Promise<void> {
    for (const stream of this.streams.values()) {
      stream.end();
      await once(stream, 'finish');
    }
  }

  private async append(name: keyof typeof DATASET_FILES, rows: string[][]): Promise<void> {
    if (!this.streams.has(`datasets/${name}`)) await this.write(`datasets/${name}`, stringify([[...DATASET_FILES[name]]]));
    await this.write(`datasets/${name}`, stringify(rows));
  }

  private async write(name: string, text: string): Promise<void> {
    let stream = this.streams.get(name);
    if (!stream) {
      mkdirSync(dirname(join(this.dir, name)), { recursive: true });
      stream = createWriteStream(join(this.dir, name));
      this.streams.set(name, stream);
    }
    if (!stream.write(text)) await once(stream, 'drain');
  }
}

function registerCells(person: Person): string[] {
  const card = person.card;
  return [
    person.villageCode,
    person.household,
    person.isHead ? '户主' : '成员',
    person.name,
    person.identity,
    person.phone,
    person.guardian?.identity ?? '',
    card?.socialCardNo ?? '',
    card?.bankCardNo ?? '',
    card?.account ?? '',
    card?.bankCode ?? '',
    card?.bankLineNo ?? '',
    card?.state ?? '',
  ];
}
