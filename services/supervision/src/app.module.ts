import { Module } from '@nestjs/common';
import { policyVersion } from '@one-card/contracts';
import { ServiceModule } from '@one-card/service';
import { AlertController } from './alert/alert.controller';
import { Alerts } from './alert/alerts';
import { AlertWorker } from './alert/alert.worker';
import { AuditController } from './audit/audit.controller';
import { AuditPublisher } from './audit/audit.publisher';
import { AuditReader } from './audit/audit.reader';
import { AuditWitness } from './audit/audit.witness';
import { config } from './config';
import { HistoryController } from './history/history.controller';
import { LineHistory } from './history/line-history';
import { migrations } from './migrations';
import { ProgressController } from './progress/progress.controller';
import { RollController } from './roll/roll.controller';
import { Rolls } from './roll/rolls';
import { TotalController } from './total/total.controller';
import { Totals } from './total/totals';
import { WatchConsumer } from './watch/watch.consumer';
import { Watches } from './watch/watches';

@Module({
  imports: [ServiceModule.forService({ name: 'supervision', config, migrations, replicas: [policyVersion], witness: AuditWitness })],
  controllers: [WatchConsumer, HistoryController, TotalController, AlertController, AuditController, ProgressController, RollController],
  providers: [Totals, Rolls, Watches, LineHistory, Alerts, AlertWorker, AuditPublisher, AuditReader],
})
export class AppModule {}
