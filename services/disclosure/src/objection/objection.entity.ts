import type { NoticeState } from '@one-card/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A citizen says that somebody on the list should not be there. Who said so, and their words, are sealed. */
@Entity('objection')
export class ObjectionEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('integer') version!: number;
  @Column('text', { name: 'county_code' }) countyCode!: string;
  @Column('uuid', { name: 'notice_id' }) noticeId!: string;
  @Column('bigint') line!: string;
  @Column('text', { name: 'receipt_no' }) receiptNo!: string;
  @Column('bytea', { name: 'secret_hash', nullable: true }) secretHash!: Buffer | null;
  @Column('bytea') name!: Buffer;
  @Column('bytea') phone!: Buffer;
  @Column('bytea') text!: Buffer;
  @Column('text') state!: 'open' | 'upheld' | 'refused';
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('timestamptz', { name: 'received_at' }) receivedAt!: Date;
  @Column('timestamptz', { name: 'due_at' }) dueAt!: Date;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('jsonb', { name: 'decided_by', nullable: true }) decidedBy!: NoticeState['postedBy'];
}
