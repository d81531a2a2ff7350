import type { NoticeState } from '@one-card/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Places } from '../publicity/publicity.rules';
import type { NoticeStage } from './notice.states';

/** A notice of one roll revision at one place. `superseded`: the roll came to a notice anew, and this one no longer counts. */
@Entity('notice')
export class NoticeEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('integer') version!: number;
  @Column('text', { name: 'county_code' }) countyCode!: string;
  @Column('uuid', { name: 'batch_id' }) batchId!: string;
  @Column('uuid', { name: 'roll_id' }) rollId!: string;
  @Column('integer') revision!: number;
  @Column('text', { name: 'roll_digest' }) rollDigest!: string;
  @Column('text', { name: 'policy_code' }) policyCode!: string;
  @Column('uuid', { name: 'policy_version_id' }) policyVersionId!: string;
  @Column('text', { name: 'division_code' }) divisionCode!: string;
  @Column('integer') step!: number;
  @Column('text') place!: NoticeState['place'];
  @Column('text') level!: NoticeState['level'];
  @Column('text') basis!: NoticeState['basis'];
  @Column('integer') days!: number;
  @Column('jsonb') publicity!: Places;
  @Column('text') state!: NoticeStage;
  @Column('boolean') superseded!: boolean;
  @Column('integer') chunks!: number;
  @Column('integer', { name: 'chunks_in' }) chunksIn!: number;
  @Column('integer', { name: 'listed_count' }) listedCount!: number;
  @Column('bigint', { name: 'listed_fen' }) listedFen!: string;
  @Column('timestamptz', { name: 'requested_at' }) requestedAt!: Date;
  @Column('timestamptz', { name: 'opened_at', nullable: true }) openedAt!: Date | null;
  @Column('timestamptz', { name: 'closes_at', nullable: true }) closesAt!: Date | null;
  @Column('text', { name: 'evidence_sha256', nullable: true }) evidenceSha256!: string | null;
  @Column('jsonb', { name: 'posted_by', nullable: true }) postedBy!: NoticeState['postedBy'];
  @Column('text', { nullable: true }) note!: string | null;
}
