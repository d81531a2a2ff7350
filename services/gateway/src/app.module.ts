import { Module } from '@nestjs/common';
import { ServiceModule } from '@one-card/service';
import { config } from './config';
import { Documents } from './documents/documents';
import { migrations } from './migrations';
import { PersonController } from './person/person.controller';
import { PersonSeed } from './person/person.seed';
import { PersonService } from './person/person.service';
import { Proxy } from './proxy/proxy';
import { Identity } from './sign-in/identity';
import { Issuer } from './sign-in/issuer';
import { Sessions } from './sign-in/session';
import { SignIn } from './sign-in/sign-in';

@Module({
  imports: [ServiceModule.forService({ name: 'gateway', config, migrations })],
  controllers: [PersonController],
  providers: [PersonService, PersonSeed, Sessions, Issuer, SignIn, Identity, Proxy, Documents],
})
export class AppModule {}
