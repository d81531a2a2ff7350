import { Module } from '@nestjs/common';
import { calendar, policyVersion, project } from '@one-card/contracts';
import { ServiceModule } from '@one-card/service';
import { Batches } from './batch/batches';
import { Deadlines } from './batch/deadlines';
import { ChunkConsumer } from './chunk/chunk.consumer';
import { ChunkService } from './chunk/chunk.service';
import { config } from './config';
import { LineOutcomes } from './line/line-outcomes';
import { migrations } from './migrations';
import { RollProgress } from './roll/roll-progress';

@Module({
  imports: [ServiceModule.forService({ name: 'payment-orchestration', config, migrations, replicas: [policyVersion, project, calendar] })],
  controllers: [ChunkConsumer],
  providers: [Batches, Deadlines, ChunkService, LineOutcomes, RollProgress],
})
export class AppModule {}
