import { Module } from '@nestjs/common';
import { policyVersion } from '@one-card/contracts';
import { ServiceModule } from '@one-card/service';
import { CardService } from './card/card.service';
import { config } from './config';
import { HistoryController } from './history/history.controller';
import { LineHistory } from './history/line-history';
import { DivisionController } from './division/division.controller';
import { DivisionService } from './division/division.service';
import { RegisteredDivisions } from './division/registered-divisions';
import { ImportController } from './import/import.controller';
import { ImportService } from './import/import.service';
import { RegisterService } from './import/register.service';
import { MatchConsumer } from './match/match.consumer';
import { MatchService } from './match/match.service';
import { migrations } from './migrations';
import { PersonController } from './person/person.controller';
import { PersonRights } from './person/person.rights';
import { PersonService } from './person/person.service';
import { MyReadings } from './proof/my-readings';
import { ProofController } from './proof/proof.controller';
import { ProofService } from './proof/proof.service';
import { ReadinessController } from './readiness/readiness.controller';
import { ReadinessService } from './readiness/readiness.service';
import { ReadingService } from './reading/reading.service';
import { TokenConsumer } from './token/token.consumer';
import { ImportTokensService } from './token/import-tokens.service';
import { TokenService } from './token/token.service';

@Module({
  imports: [ServiceModule.forService({ name: 'recipient-registry', config, migrations, replicas: [policyVersion], divisions: RegisteredDivisions })],
  controllers: [
    ProofController,
    HistoryController,
    DivisionController,
    ImportController,
    PersonController,
    ReadinessController,
    MatchConsumer,
    TokenConsumer,
  ],
  providers: [
    CardService,
    DivisionService,
    ImportService,
    LineHistory,
    MatchService,
    MyReadings,
    PersonRights,
    PersonService,
    ProofService,
    ReadinessService,
    ReadingService,
    RegisterService,
    ImportTokensService,
    TokenService,
  ],
})
export class AppModule {}
