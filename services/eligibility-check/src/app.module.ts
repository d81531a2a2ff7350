import { Module } from '@nestjs/common';
import { calendar, policyVersion } from '@one-card/contracts';
import { ServiceModule, WorkingCalendar } from '@one-card/service';
import { BatchConsumer } from './batch/batch.consumer';
import { BatchService } from './batch/batch.service';
import { ClaimConsumer } from './claim/claim.consumer';
import { ClaimService } from './claim/claim.service';
import { config } from './config';
import { HistoryController } from './history/history.controller';
import { LineHistory } from './history/line-history';
import { HitController } from './hit/hit.controller';
import { HitQueries } from './hit/hit.queries';
import { HitService } from './hit/hit.service';
import { FactConsumer } from './import/fact.consumer';
import { FactService } from './import/fact.service';
import { ImportController } from './import/import.controller';
import { ImportService } from './import/import.service';
import { migrations } from './migrations';
import { RulesController } from './rules/rules.controller';
import { Policies } from './screening/policies';
import { ScreeningConsumer } from './screening/screening.consumer';
import { ScreeningController } from './screening/screening.controller';
import { ScreeningService } from './screening/screening.service';
import { TodoController } from './todo/todo.controller';
import { TodoService } from './todo/todo.service';

@Module({
  imports: [ServiceModule.forService({ name: 'eligibility-check', config, migrations, replicas: [policyVersion, calendar] })],
  controllers: [
    ImportController,
    HitController,
    RulesController,
    HistoryController,
    ScreeningController,
    TodoController,
    FactConsumer,
    BatchConsumer,
    ClaimConsumer,
    ScreeningConsumer,
  ],
  providers: [
    LineHistory,
    ImportService,
    FactService,
    BatchService,
    ClaimService,
    HitService,
    HitQueries,
    Policies,
    ScreeningService,
    TodoService,
    WorkingCalendar,
  ],
})
export class AppModule {}
