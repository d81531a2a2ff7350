import { paymentOrchestrationApi as api } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';

export class OpenBatchDto extends createZodDto(api.openBatch) {}
export class BatchViewDto extends createZodDto(api.batchView) {}
export class BatchPageDto extends createZodDto(api.batchPage) {}
export class BatchQueryDto extends createZodDto(api.batchQuery) {}
export class ReviewBatchDto extends createZodDto(api.reviewBatch) {}
