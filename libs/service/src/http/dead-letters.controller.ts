import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { pageOf, pageQuery } from '@one-card/contracts';
import { DeadLetters } from '@one-card/kafka';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { Acting, type Actor } from '../acting/actor';
import { requirePost } from '../acting/authority';
import { notFound } from '../errors/domain-error';
import { decodeCursor, page } from './page';

const deadLetter = z.object({
  id: z.string(),
  eventId: z.string(),
  topic: z.string(),
  key: z.string(),
  reason: z.enum(['poison', 'parked']).describe('parked waits behind poison of its key'),
  cause: z.string(),
  attempts: z.int(),
  failedAt: z.iso.datetime(),
  redrivenAt: z.iso.datetime().nullable(),
});
const redrive = z.object({ redriven: z.int(), remaining: z.int(), cause: z.string().optional() });
const query = pageQuery.extend({ redriven: z.stringbool().default(false).describe('those that were redriven, instead of those that wait') });

class DeadLettersQuery extends createZodDto(query) {}
class DeadLetterPage extends createZodDto(pageOf(deadLetter)) {}
class RedriveView extends createZodDto(redrive) {}

const number = z.string().regex(/^\d{1,18}$/);

/** Messages that this service could not handle. Their payload is not shown: it may be personal. */
@ApiTags('dead letters')
@Controller('dead-letters')
export class DeadLettersController {
  constructor(private readonly deadLetters: DeadLetters) {}

  @Get()
  @ApiOperation({ summary: 'Messages that could not be handled, with their cause' })
  @ZodResponse({ type: DeadLetterPage })
  async list(@Acting() actor: Actor, @Query() { limit, cursor, redriven }: DeadLettersQuery) {
    requirePost(actor, 'system-admin');
    const [after] = decodeCursor(cursor, z.tuple([number])) ?? ['0'];
    const letters = await this.deadLetters.list({ after, limit: limit + 1, redriven });
    const rows = letters.map((letter) => ({
      ...letter,
      failedAt: letter.failedAt.toISOString(),
      redrivenAt: letter.redrivenAt?.toISOString() ?? null,
    }));
    return page(rows, limit, ({ id }) => [id]);
  }

  /** Each letter is a transaction of its own and is handled once, so no key is needed to send this again. */
  @Post(':id/redrive')
  @HttpCode(200)
  @ApiOperation({ summary: 'Try a message again; on a state topic all of its key, oldest first' })
  @ZodResponse({ status: 200, type: RedriveView })
  async redrive(@Acting() actor: Actor, @Param('id') id: string) {
    requirePost(actor, 'system-admin');
    const result = number.safeParse(id).success ? await this.deadLetters.redrive(id) : undefined;
    if (result === undefined) throw notFound({ zh: '死信', en: 'dead letter' }, id);
    return result;
  }
}
