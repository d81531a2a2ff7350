import { Module } from '@nestjs/common';
import { calendar, policyVersion, project } from '@one-card/contracts';
import { ServiceModule } from '@one-card/service';
import { config } from './config';
import { migrations } from './migrations';

@Module({
  imports: [ServiceModule.forService({ name: 'payment-orchestration', config, migrations, replicas: [policyVersion, project, calendar] })],
})
export class AppModule {}
