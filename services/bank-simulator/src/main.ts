import 'reflect-metadata';
import { bootstrap } from '@one-card/service';
import { AppModule } from './app.module';
import { configure } from './bodies';
import { config } from './config';

void bootstrap({ name: 'bank-simulator', module: AppModule, config, configure });
