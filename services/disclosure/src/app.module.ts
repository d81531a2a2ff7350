import { Module } from '@nestjs/common';
import { calendar, policyVersion, project } from '@one-card/contracts';
import { ServiceModule, WorkingCalendar } from '@one-card/service';
import { config } from './config';
import { HistoryController } from './history/history.controller';
import { LineHistory } from './history/line-history';
import { ReconcileController } from './reconcile/reconcile.controller';
import { ReconcileService } from './reconcile/reconcile.service';
import { ListingConsumer } from './listing/listing.consumer';
import { ListingService } from './listing/listing.service';
import { ShownLines } from './listing/shown-lines';
import { migrations } from './migrations';
import { NoticeConsumer } from './notice/notice.consumer';
import { NoticeController } from './notice/notice.controller';
import { NoticeEntity } from './notice/notice.entity';
import { NoticePages } from './notice/notice.pages';
import { NoticeService } from './notice/notice.service';
import { NoticeSweeper } from './notice/notice.sweeper';
import { NoticeObjectionController, ObjectionController } from './objection/objection.controller';
import { ObjectionEntity } from './objection/objection.entity';
import { ObjectionReaders } from './objection/objection.readers';
import { ObjectionService } from './objection/objection.service';
import { PaymentConsumer } from './payment/payment.consumer';
import { PaymentController, TotalsController } from './payment/payment.controller';
import { PaymentPages } from './payment/payment.pages';
import { PaymentService } from './payment/payment.service';
import { TodoController } from './todo/todo.controller';
import { TodoService } from './todo/todo.service';

@Module({
  imports: [
    ServiceModule.forService({
      name: 'disclosure',
      config,
      entities: [NoticeEntity, ObjectionEntity],
      migrations,
      replicas: [policyVersion, project, calendar],
    }),
  ],
  controllers: [
    HistoryController,
    ReconcileController,
    ListingConsumer,
    NoticeConsumer,
    PaymentConsumer,
    NoticeController,
    NoticeObjectionController,
    ObjectionController,
    PaymentController,
    TotalsController,
    TodoController,
  ],
  providers: [
    LineHistory,
    ReconcileService,
    ListingService,
    ShownLines,
    NoticeService,
    NoticePages,
    NoticeSweeper,
    ObjectionService,
    ObjectionReaders,
    PaymentService,
    PaymentPages,
    TodoService,
    WorkingCalendar,
  ],
})
export class AppModule {}
