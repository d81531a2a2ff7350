import type { Report, Totals } from '@one-card/contracts';
import { formatYuan } from '@one-card/domain';
import Table from 'cli-table3';
import { api, type BatchView } from './api';
import type { Run } from './context';

const yuan = (fen: string) => formatYuan(BigInt(fen));
const right = { hAlign: 'right' as const };

/** What a finance officer wants to see: each batch by outcome, and whether the books agree. */
export async function tableOf(run: Run, report: Report): Promise<string> {
  const table = new Table({
    head: ['补贴项目', '批次', '录入', '不予受理', '待核实', '停发', '退票', '已发放', '发放金额(元)'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  const kinds: Record<string, string> = { regular: '正常', supplement: '补发', difference: '补差', correction: '更正' };
  const finance = await run.people.holding('finance-reviewer');
  for (const batch of run.batches) {
    const view = await finance.get<BatchView>(`${api.payment}/batches/${batch.batchId}`);
    table.push([view.policyName, kinds[view.kind] ?? view.kind, ...counts(view.entered, view.outcome)]);
  }
  table.push(['合计', '', ...counts(report.entered, report.outcome)].map((content) => ({ content, ...(content === '合计' ? {} : right) })));
  return `${table.toString()}\n\n${books(report)}\n`;
}

function counts(entered: Totals, outcome: Report['outcome']): string[] {
  const { rejected, held, stopped, bounced, paid } = outcome;
  return [entered, rejected, held, stopped, bounced, paid].map(({ count }) => String(count)).concat(yuan(paid.amountFen));
}

function books(report: Report): string {
  const { bank, indicators, outcome } = report;
  const planted = Object.values(report.planted);
  const caught = planted.reduce((sum, kind) => sum + kind.caught, 0);
  const all = planted.reduce((sum, kind) => sum + kind.planted, 0);
  const table = new Table({ style: { head: [], border: [] }, colAligns: ['left', 'right'] });
  table.push(
    ['指标下达 (元)', yuan(indicators.grantedFen)],
    ['  可用 / 占用 / 已支付', `${yuan(indicators.availableFen)} / ${yuan(indicators.reservedFen)} / ${yuan(indicators.paidFen)}`],
    ['国库拨入代发户 (元)', yuan(bank.funded)],
    ['  银行入账 / 退回 / 留存', `${yuan(bank.credited.amountFen)} / ${yuan(bank.refunded)} / ${yuan(bank.held)}`],
    ['银行账簿入账笔数 / 平台已发放 / 已公开', `${bank.credited.count} / ${outcome.paid.count} / ${report.disclosed.count}`],
    ['监督掌握的明细 / 录入的明细', `${report.supervised.count} / ${report.entered.count}`],
    ['重复入账 / 无指令入账', `${bank.creditedTwice} / ${bank.creditedUnordered}`],
    ['预设问题:应发现 / 已发现 / 误报', `${all} / ${caught} / ${report.falseHits}`],
    ['用时 (秒) / 每秒笔数', `${report.seconds} / ${report.linesPerSecond}`],
  );
  return table.toString();
}
