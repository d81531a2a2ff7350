import { gatewayApi, pageOf, pageQuery } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';

export class MeView extends createZodDto(gatewayApi.meView) {}
export class PersonView extends createZodDto(gatewayApi.personView) {}
export class PersonPage extends createZodDto(pageOf(gatewayApi.personView)) {}
export class PersonQuery extends createZodDto(pageQuery) {}
export class CreatePerson extends createZodDto(gatewayApi.createPerson) {}
export class GrantPosts extends createZodDto(gatewayApi.grantPosts) {}
