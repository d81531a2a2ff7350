import { disclosureApi } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class ObjectToLine extends createZodDto(disclosureApi.objectToLine) {}
export class ObjectionReceipt extends createZodDto(disclosureApi.objectionReceipt) {}
export class DecideObjection extends createZodDto(disclosureApi.decideObjection) {}
export class ObjectionView extends createZodDto(disclosureApi.objectionView) {}
export class ObjectionDetail extends createZodDto(disclosureApi.objectionDetail) {}
export class Objections extends createZodDto(z.array(disclosureApi.objectionView)) {}
