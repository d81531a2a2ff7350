import { Module } from '@nestjs/common';
import { ServiceModule } from '@one-card/service';
import { config } from './config';
import { CitizenService } from './citizen/citizen.service';
import { Tries } from './citizen/tries';
import { Documents } from './documents/documents';
import { HistoryController } from './history/history.controller';
import { HistoryService } from './history/history.service';
import { migrations } from './migrations';
import { PersonController } from './person/person.controller';
import { PersonSeed } from './person/person.seed';
import { PersonService } from './person/person.service';
import { Proxy } from './proxy/proxy';
import { Identity } from './sign-in/identity';
import { Issuer } from './sign-in/issuer';
import { Sessions } from './sign-in/session';
import { SessionController } from './session/session.controller';
import { SignIn } from './sign-in/sign-in';
import { Webs } from './webs/webs';

@Module({
  imports: [ServiceModule.forService({ name: 'gateway', config, migrations })],
  controllers: [HistoryController, PersonController, SessionController],
  providers: [HistoryService, PersonService, PersonSeed, Sessions, Issuer, SignIn, Identity, Proxy, Documents, Webs, CitizenService, Tries],
})
export class AppModule {}
