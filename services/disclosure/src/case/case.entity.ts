import type { NoticeState } from '@one-card/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a citizen asks or complains of. Who it was, their words and the answer are sealed. */
@Entity('citizen_case')
export class CaseEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('integer') version!: number;
  @Column('text', { name: 'county_code' }) countyCode!: string;
  @Column('text') kind!: 'question' | 'complaint' | 'information-request';
  @Column('text', { name: 'division_code', nullable: true }) divisionCode!: string | null;
  @Column('text', { name: 'policy_code', nullable: true }) policyCode!: string | null;
  @Column('text', { name: 'receipt_no' }) receiptNo!: string;
  @Column('bytea', { name: 'secret_hash' }) secretHash!: Buffer;
  @Column('bytea') name!: Buffer;
  @Column('bytea') phone!: Buffer;
  @Column('bytea') text!: Buffer;
  @Column('text') state!: 'received' | 'answered';
  @Column('bytea', { nullable: true }) answer!: Buffer | null;
  @Column('timestamptz', { name: 'received_at' }) receivedAt!: Date;
  @Column('timestamptz', { name: 'due_at' }) dueAt!: Date;
  @Column('timestamptz', { name: 'answered_at', nullable: true }) answeredAt!: Date | null;
  @Column('jsonb', { name: 'answered_by', nullable: true }) answeredBy!: NoticeState['postedBy'];
}
