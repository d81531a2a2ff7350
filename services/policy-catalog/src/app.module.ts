import { Module } from '@nestjs/common';
import { ServiceModule } from '@one-card/service';
import { CalendarController } from './calendar/calendar.controller';
import { CalendarService } from './calendar/calendar.service';
import { ClockAdvanceController, ClockController } from './clock/clock.controller';
import { ClockService } from './clock/clock.service';
import { HeardByAll } from './clock/heard-by-all.interceptor';
import { config } from './config';
import { DepartmentController } from './department/department.controller';
import { DepartmentService } from './department/department.service';
import { ListController } from './list/list.controller';
import { ListPages } from './list/list.pages';
import { ListService } from './list/list.service';
import { PublicListController } from './list/public-list.controller';
import { migrations } from './migrations';
import { PolicyController } from './policy/policy.controller';
import { PolicyVersionEntity } from './policy/policy.entity';
import { PolicyLoader } from './policy/policy.loader';
import { PolicyService } from './policy/policy.service';
import { ProjectController } from './project/project.controller';
import { ProjectEntity } from './project/project.entity';
import { ProjectReaders } from './project/project.readers';
import { ProjectService } from './project/project.service';

@Module({
  imports: [ServiceModule.forService({ name: 'policy-catalog', config, entities: [PolicyVersionEntity, ProjectEntity], migrations })],
  controllers: [
    PolicyController,
    DepartmentController,
    ListController,
    PublicListController,
    ProjectController,
    CalendarController,
    ClockController,
    ClockAdvanceController,
  ],
  providers: [
    PolicyService,
    PolicyLoader,
    DepartmentService,
    ListService,
    ListPages,
    ProjectService,
    ProjectReaders,
    CalendarService,
    ClockService,
    HeardByAll,
  ],
})
export class AppModule {}
