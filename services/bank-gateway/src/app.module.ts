import { Module } from '@nestjs/common';
import { policyVersion } from '@one-card/contracts';
import { ServiceModule } from '@one-card/service';
import { AnswerService } from './answer/answer.service';
import { BankController } from './bank/bank.controller';
import { Bank } from './bank/bank.entity';
import { BankService } from './bank/bank.service';
import { BankPort } from './banks/bank.port';
import { ChunkFileBank } from './banks/chunk-file/chunk-file.bank';
import { ChunkFileController } from './banks/chunk-file/chunk-file.controller';
import { config } from './config';
import { FileController } from './file/file.controller';
import { FileCutter } from './file/file.cutter';
import { FileRemedy } from './file/file.remedy';
import { FileSender } from './file/file.sender';
import { FileService } from './file/file.service';
import { HistoryController } from './history/history.controller';
import { LineHistory } from './history/line-history';
import { FileView } from './file/file.view';
import { ReconcileController } from './reconcile/reconcile.controller';
import { ReconcileService } from './reconcile/reconcile.service';
import { migrations } from './migrations';
import { OrderConsumer } from './order/order.consumer';
import { OrderController } from './order/order.controller';
import { OrderService } from './order/order.service';
import { OrderView } from './order/order.view';
import { RefundAsker } from './refund/refund.asker';
import { RefundService } from './refund/refund.service';
import { SuspicionService } from './suspicion/suspicion.service';

@Module({
  imports: [ServiceModule.forService({ name: 'bank-gateway', config, entities: [Bank], migrations, replicas: [policyVersion] })],
  controllers: [OrderConsumer, HistoryController, ReconcileController, OrderController, BankController, FileController, ChunkFileController],
  providers: [
    ChunkFileBank,
    { provide: BankPort, useExisting: ChunkFileBank },
    BankService,
    LineHistory,
    ReconcileService,
    OrderService,
    OrderView,
    FileService,
    FileCutter,
    FileRemedy,
    FileView,
    FileSender,
    AnswerService,
    RefundService,
    RefundAsker,
    SuspicionService,
  ],
})
export class AppModule {}
