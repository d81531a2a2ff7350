import { bootstrap } from '@one-card/service';
import { AppModule } from './app.module';
import { config } from './config';
import { configure } from './configure';

void bootstrap({ name: 'gateway', module: AppModule, config, configure });
