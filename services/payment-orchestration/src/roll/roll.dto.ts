import { pageQuery, paymentOrchestrationApi as api } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class RollViewDto extends createZodDto(api.rollView) {}
export class SendRollDto extends createZodDto(api.sendRoll) {}
export class ReviewRollDto extends createZodDto(api.reviewRoll) {}
export class FaultPageDto extends createZodDto(api.faultPage) {}
export class FaultQueryDto extends createZodDto(pageQuery) {}
export class UploadResultDto extends createZodDto(api.uploadResult) {}
export class UploadQueryDto extends createZodDto(z.object({ fileName: z.string().min(1).max(200) })) {}
