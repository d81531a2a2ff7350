import { Module } from '@nestjs/common';
import { calendar, policyVersion, project } from '@one-card/contracts';
import { ServiceModule, WorkingCalendar } from '@one-card/service';
import { CaseController } from './case/case.controller';
import { CaseEntity } from './case/case.entity';
import { CaseService } from './case/case.service';
import { CaseViews } from './case/case.views';
import { config } from './config';
import { HistoryController } from './history/history.controller';
import { LineHistory } from './history/line-history';
import { ReconcileController } from './reconcile/reconcile.controller';
import { ReconcileService } from './reconcile/reconcile.service';
import { HomeController } from './home/home.controller';
import { HomePages } from './home/home.pages';
import { LevelController } from './level/level.controller';
import { LevelPages } from './level/level.pages';
import { PeopleConsumer } from './level/people.consumer';
import { Years } from './level/years';
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
import { FollowUpController } from './receipt/follow-up.controller';
import { FollowUpService } from './receipt/follow-up.service';
import { TodoController } from './todo/todo.controller';
import { TodoService } from './todo/todo.service';
import { WaitingCases } from './todo/waiting-cases';

@Module({
  imports: [
    ServiceModule.forService({
      name: 'disclosure',
      config,
      entities: [NoticeEntity, ObjectionEntity, CaseEntity],
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
    HomeController,
    LevelController,
    PeopleConsumer,
    CaseController,
    FollowUpController,
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
    WaitingCases,
    HomePages,
    LevelPages,
    Years,
    CaseService,
    CaseViews,
    FollowUpService,
    WorkingCalendar,
  ],
})
export class AppModule {}
