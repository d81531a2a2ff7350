import { gatewayApi } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';

export class SessionView extends createZodDto(gatewayApi.sessionView) {}
export class SignedOutView extends createZodDto(gatewayApi.signedOutView) {}
export class ProveCitizen extends createZodDto(gatewayApi.proveCitizen) {}
