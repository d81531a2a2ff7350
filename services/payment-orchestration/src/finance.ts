import type { Provider, Type } from '@nestjs/common';
import { IndicatorController } from './indicator/indicator.controller';
import { Indicators } from './indicator/indicators';
import { DispatchWorker } from './order/dispatch.worker';
import { OrderController } from './order/order.controller';
import { OrderViews } from './order/order.views';
import { Orders } from './order/orders';
import { OrderPreviews } from './order/preview';
import { OrderTally } from './result/order.tally';
import { ResultConsumer } from './result/result.consumer';
import { Results } from './result/results';
import { FileTreasury } from './treasury/file-treasury';
import { Treasury } from './treasury/treasury';
import { TreasuryPort } from './treasury/treasury-port';
import { TreasuryWorker } from './treasury/treasury.worker';
import { TotalController } from './total/total.controller';
import { Vouchers } from './treasury/vouchers';

/** Finance's half of the service: indicators, orders, the treasury, the banks' results. */
export const financeControllers: Type<object>[] = [IndicatorController, OrderController, ResultConsumer, TotalController];
export const financeProviders: Provider[] = [
  Indicators,
  Orders,
  OrderViews,
  OrderPreviews,
  DispatchWorker,
  Treasury,
  { provide: TreasuryPort, useClass: FileTreasury },
  TreasuryWorker,
  Vouchers,
  OrderTally,
  Results,
];
