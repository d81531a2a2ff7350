import { recipientRegistryApi as api, pageOf } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class LookupPerson extends createZodDto(api.lookupPerson) {}
export class NamesQuery extends createZodDto(api.namesQuery) {}
export class PersonName extends createZodDto(api.namesView.element) {}
export class PersonView extends createZodDto(api.personView) {}
export class PersonPage extends createZodDto(pageOf(api.personView)) {}
export class PeopleQuery extends createZodDto(api.peopleQuery) {}
export class ReadingView extends createZodDto(api.readingView) {}
export class MendCard extends createZodDto(api.mendCard) {}
export class PersonKey extends createZodDto(z.object({ token: z.coerce.number().int().positive() })) {}
