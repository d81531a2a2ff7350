import { disclosureApi } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';

export class LevelQuery extends createZodDto(disclosureApi.levelQuery) {}
export class LevelView extends createZodDto(disclosureApi.levelView) {}
