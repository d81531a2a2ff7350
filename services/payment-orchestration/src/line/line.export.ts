import { formatMilli, formatYuan } from '@one-card/domain';
import { say, type Table } from '@one-card/service';
import type { BatchRow } from '../batch/batch.row';
import type { LineView } from './line.view';

const OUTCOME_NAMES: Readonly<Record<LineView['outcome'], string>> = {
  ...{ rejected: '不予受理', held: '待核实', stopped: '停发', bounced: '退票', closed: '不再补发', paid: '已发放', underWay: '办理中' },
};

/** The heads of the exported list; names are not in it, since each reading of a name is the registry's to record. */
const HEADS = ['明细号', '行号', '村代码', '地块/机具编号', '数量', '标准(元)', '金额(元)', '代发银行', '状态', '原因'];

export const lineTable = (batch: BatchRow, lines: AsyncIterable<LineView>): Table => ({
  fileName: `${batch.policy_name}-第${String(batch.seq)}批-明细`,
  sheet: '明细',
  heads: HEADS,
  rows: rowsOf(lines),
});

async function* rowsOf(lines: AsyncIterable<LineView>): AsyncIterable<readonly string[]> {
  for await (const line of lines) {
    yield [
      ...[String(line.line), String(line.rowNo), line.villageCode, line.subjectRef, formatMilli(line.quantityMilli)],
      ...[formatYuan(BigInt(line.rateFen)), formatYuan(BigInt(line.amountFen)), line.bankCode ?? '', OUTCOME_NAMES[line.outcome]],
      line.reasons.map((reason) => say(reason)).join(';'),
    ];
  }
}
