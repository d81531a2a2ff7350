import { Injectable } from '@nestjs/common';
import { clock, type policyCatalogApi } from '@one-card/contracts';
import { advanceBusinessClock, Database, sql, type Transaction } from '@one-card/database';
import { type Actor, defineTitles, DomainError, requirePost } from '@one-card/service';
import type { z } from 'zod';
import { CalendarService } from '../calendar/calendar.service';
import { config } from '../config';
import { advanceBy } from './clock.rules';

defineTitles({
  'clock-fixed': { zh: '业务时钟不可推进', en: 'The business clock may not be advanced' },
  'clock-only-forward': { zh: '业务时钟只能向前', en: 'The business clock only goes forward' },
  'clock-not-heard': { zh: '有服务尚未收到新的业务时间', en: 'Not every service has heard of the new time' },
});

interface ClockView {
  now: string;
  offsetMs: number;
  advanceAllowed: boolean;
}

/** The offset of business time from real time. It only grows, and every service hears of it (clock.v1). */
@Injectable()
export class ClockService {
  constructor(
    private readonly database: Database,
    private readonly calendar: CalendarService,
  ) {}

  async view(): Promise<ClockView> {
    const row = await this.database.maybe<{ offset_ms: string; now: Date }>(sql`SELECT offset_ms, business_now() AS now FROM business_clock`);
    return viewOf(Number(row?.offset_ms ?? 0), row?.now ?? new Date());
  }

  async advance(by: z.output<typeof policyCatalogApi.advanceClock>, actor: Actor, tx: Transaction): Promise<ClockView> {
    requirePost(actor, 'system-admin');
    if (!config.clockAdvanceAllowed) throw notAllowed();
    await tx.lock('clock', config.countyCode);
    const now = await tx.now();
    const ms = advanceBy(by, now);
    if (ms <= 0) throw onlyForward();
    const offsetMs = Number((await advanceBusinessClock(tx, 0)) + BigInt(ms));
    await advanceBusinessClock(tx, offsetMs);
    const { version } = await tx.one<{ version: number }>(sql`
      INSERT INTO clock (county_code, version, offset_ms, advanced_by)
      VALUES (${config.countyCode}, 1, ${offsetMs}, ${actor.id})
      ON CONFLICT (county_code) DO UPDATE
      SET version = clock.version + 1, offset_ms = excluded.offset_ms, advanced_by = excluded.advanced_by
      RETURNING version`);
    await tx.publish(clock, { id: 'clock', version, countyCode: config.countyCode, offsetMs });
    // A new year may have begun.
    await this.calendar.load(tx);
    return viewOf(offsetMs, new Date(now.getTime() + ms));
  }
}

const viewOf = (offsetMs: number, now: Date): ClockView => ({ now: now.toISOString(), offsetMs, advanceAllowed: config.clockAdvanceAllowed });

const notAllowed = () =>
  new DomainError('clock-fixed', 403, {
    zh: '本部署按真实时间运行,不允许推进业务时钟',
    en: 'This deployment runs on real time: its business clock may not be advanced',
  });

const onlyForward = () =>
  new DomainError('clock-only-forward', 422, {
    zh: '业务时钟只能向前推进,请给出晚于当前业务日期的日期',
    en: 'The business clock only goes forward: give a day after the present one',
  });
