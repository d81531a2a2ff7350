import type { Project } from '@one-card/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** pg hands a bigint over as text; an area of a province still is a safe number. */
const asNumber = { to: (value: number | null) => value, from: (text: string | null) => (text === null ? null : Number(text)) };

@Entity('project')
export class ProjectEntity implements Project {
  @PrimaryColumn('uuid') id!: string;
  @Column('integer') version!: number;
  @Column('text', { name: 'county_code' }) countyCode!: string;
  @Column('uuid', { name: 'policy_version_id' }) policyVersionId!: string;
  @Column('text', { name: 'policy_code' }) policyCode!: string;
  @Column('text') department!: string;
  @Column('text') name!: string;
  @Column('integer') year!: number;
  @Column('date', { name: 'period_from' }) periodFrom!: string;
  @Column('date', { name: 'period_to' }) periodTo!: string;
  @Column('text', { array: true }) divisions!: string[];
  @Column('jsonb') chain!: Project['chain'];
  @Column('bigint', { name: 'fund_fen', nullable: true }) fundFen!: string | null;
  @Column('bigint', { name: 'area_milli', nullable: true, transformer: asNumber }) areaMilli!: number | null;
  @Column('bigint', { name: 'rate_fen', nullable: true }) rateFen!: string | null;
  @Column('text') state!: Project['state'];
  @Column('text', { name: 'opened_by' }) openedBy!: string;
  @Column('timestamptz', { name: 'opened_at' }) openedAt!: Date;
}
