import { Module } from '@nestjs/common';
import { ServiceModule } from '@one-card/service';
import { AccountController } from './account/account.controller';
import { AccountService } from './account/account.service';
import { BehaviourController } from './behaviour/behaviour.controller';
import { BehaviourService } from './behaviour/behaviour.service';
import { config } from './config';
import { FileController } from './file/file.controller';
import { FileService } from './file/file.service';
import { WithdrawalService } from './file/withdrawal.service';
import { FundingController } from './funding/funding.controller';
import { FundingService } from './funding/funding.service';
import { RefundService } from './funding/refund.service';
import { KeysService } from './keys/keys.service';
import { LedgerController } from './ledger/ledger.controller';
import { LedgerService } from './ledger/ledger.service';
import { LetterPoster } from './letter/letter.poster';
import { LetterService } from './letter/letter.service';
import { ReconcileController } from './reconcile/reconcile.controller';
import { ReconcileService } from './reconcile/reconcile.service';
import { migrations } from './migrations';

@Module({
  imports: [ServiceModule.forService({ name: 'bank-simulator', config, migrations })],
  controllers: [AccountController, BehaviourController, FileController, FundingController, LedgerController, ReconcileController],
  providers: [
    KeysService,
    AccountService,
    BehaviourService,
    FundingService,
    RefundService,
    FileService,
    WithdrawalService,
    LetterService,
    LetterPoster,
    LedgerService,
    ReconcileService,
  ],
})
export class AppModule {}
