import 'reflect-metadata';
import { bootstrap } from '@one-card/service';
import { AppModule } from './app.module';
import { config } from './config';

void bootstrap({ name: 'disclosure', module: AppModule, config });
