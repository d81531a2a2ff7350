import { Module } from '@nestjs/common';
import { calendar, policyVersion, project } from '@one-card/contracts';
import { ServiceModule } from '@one-card/service';
import { Access } from './batch/access';
import { BatchController } from './batch/batch.controller';
import { BatchFlow } from './batch/batch.flow';
import { BatchService } from './batch/batch.service';
import { Batches } from './batch/batches';
import { BatchViews } from './batch/batch.views';
import { Deadlines } from './batch/deadlines';
import { ChunkConsumer } from './chunk/chunk.consumer';
import { ChunkService } from './chunk/chunk.service';
import { config } from './config';
import { financeControllers, financeProviders } from './finance';
import { Holds } from './hold/holds';
import { NoticeConsumer } from './hold/notice.consumer';
import { ScreeningConsumer } from './hold/screening.consumer';
import { ScreeningService } from './hold/screening.service';
import { LineController } from './line/line.controller';
import { LineOutcomes } from './line/line-outcomes';
import { LineService } from './line/line.service';
import { migrations } from './migrations';
import { Reviews } from './review/reviews';
import { Listing } from './roll/listing';
import { RollController } from './roll/roll.controller';
import { RollProgress } from './roll/roll-progress';
import { RollService } from './roll/roll.service';
import { TodoController } from './todo/todo.controller';
import { TodoService } from './todo/todo.service';
import { Release } from './upload/release';
import { RowFaults } from './upload/row-faults';
import { Staging } from './upload/staging';
import { Supersede } from './upload/supersede';
import { Terms } from './upload/terms';
import { UploadController } from './upload/upload.controller';
import { UploadService } from './upload/upload.service';

@Module({
  imports: [ServiceModule.forService({ name: 'payment-orchestration', config, migrations, replicas: [policyVersion, project, calendar] })],
  controllers: [
    BatchController,
    RollController,
    UploadController,
    LineController,
    TodoController,
    ChunkConsumer,
    ScreeningConsumer,
    NoticeConsumer,
    ...financeControllers,
  ],
  providers: [
    ...[Access, Batches, BatchFlow, BatchService, BatchViews, Deadlines, Reviews, ...financeProviders],
    ...[RollService, RollProgress, Listing],
    ...[UploadService, Staging, Release, Supersede, Terms, RowFaults],
    ...[ChunkService, LineOutcomes, LineService, Holds, ScreeningService, TodoService],
  ],
})
export class AppModule {}
