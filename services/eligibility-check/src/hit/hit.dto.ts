import { eligibilityCheckApi } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';

export class HitView extends createZodDto(eligibilityCheckApi.hitView) {}
export class HitPage extends createZodDto(eligibilityCheckApi.hitPage) {}
export class HitQuery extends createZodDto(eligibilityCheckApi.hitQuery) {}
export class DecideHit extends createZodDto(eligibilityCheckApi.decideHit) {}
export class DecideHits extends createZodDto(eligibilityCheckApi.decideHits) {}
export class DecidedHits extends createZodDto(eligibilityCheckApi.decidedHits) {}
