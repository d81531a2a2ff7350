import { Module } from '@nestjs/common';
import { calendar, policyVersion, project } from '@one-card/contracts';
import { ServiceModule, WorkingCalendar } from '@one-card/service';
import { Access } from './batch/access';
import { BatchController } from './batch/batch.controller';
import { BatchFlow } from './batch/batch.flow';
import { BatchService } from './batch/batch.service';
import { Batches } from './batch/batches';
import { BatchViews } from './batch/batch.views';
import { Deadlines } from './batch/deadlines';
import { History } from './batch/history';
import { Progress } from './batch/progress';
import { ProgressController, RunsController } from './batch/progress.controller';
import { ChunkConsumer } from './chunk/chunk.consumer';
import { ChunkService } from './chunk/chunk.service';
import { config } from './config';
import { HistoryController } from './history/history.controller';
import { LineHistory } from './history/line-history';
import { financeControllers, financeProviders } from './finance';
import { Holds } from './hold/holds';
import { NoticeConsumer } from './hold/notice.consumer';
import { ScreeningConsumer } from './hold/screening.consumer';
import { ScreeningService } from './hold/screening.service';
import { ReconcileController } from './reconcile/reconcile.controller';
import { ReconcileService } from './reconcile/reconcile.service';
import { AccountLines } from './line/account-lines';
import { LineController } from './line/line.controller';
import { LineOutcomes } from './line/line-outcomes';
import { LineQueries } from './line/line.queries';
import { LineService } from './line/line.service';
import { migrations } from './migrations';
import { MyController } from './my/my.controller';
import { MyLines } from './my/my-lines';
import { PeopleCounter } from './people/people-counter';
import { Reviews } from './review/reviews';
import { Listing } from './roll/listing';
import { RollFileController } from './roll/file.controller';
import { RollController } from './roll/roll.controller';
import { RollProgress } from './roll/roll-progress';
import { RollService } from './roll/roll.service';
import { TodoController } from './todo/todo.controller';
import { TodoService } from './todo/todo.service';
import { FaultyRows } from './upload/faulty-rows';
import { Release } from './upload/release';
import { RowFaults } from './upload/row-faults';
import { Staging } from './upload/staging';
import { Supersede } from './upload/supersede';
import { Terms } from './upload/terms';
import { UploadController } from './upload/upload.controller';
import { UploadService } from './upload/upload.service';
import { Uploads } from './upload/uploads';

@Module({
  imports: [ServiceModule.forService({ name: 'payment-orchestration', config, migrations, replicas: [policyVersion, project, calendar] })],
  controllers: [
    BatchController,
    ProgressController,
    RunsController,
    RollController,
    RollFileController,
    UploadController,
    LineController,
    MyController,
    HistoryController,
    ReconcileController,
    TodoController,
    ChunkConsumer,
    ScreeningConsumer,
    NoticeConsumer,
    ...financeControllers,
  ],
  providers: [
    ...[Access, Batches, BatchFlow, BatchService, BatchViews, Deadlines, WorkingCalendar, History, Progress, Reviews, ...financeProviders],
    ...[RollService, RollProgress, Listing],
    ...[UploadService, Staging, Release, Supersede, Terms, RowFaults, FaultyRows, Uploads],
    ...[
      ChunkService,
      LineOutcomes,
      LineService,
      LineQueries,
      AccountLines,
      MyLines,
      PeopleCounter,
      LineHistory,
      ReconcileService,
      Holds,
      ScreeningService,
      TodoService,
    ],
  ],
})
export class AppModule {}
