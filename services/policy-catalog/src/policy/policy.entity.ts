import type { policyCatalogApi } from '@one-card/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { z } from 'zod';

type View = z.output<typeof policyCatalogApi.policyView>;

/** A policy version as its department published it; the database refuses every change but that of its end. */
@Entity('policy_version')
export class PolicyVersionEntity implements View {
  @PrimaryColumn('uuid') id!: string;
  @Column('integer') version!: number;
  @Column('text', { name: 'county_code' }) countyCode!: string;
  @Column('text') code!: string;
  @Column('integer', { name: 'version_no' }) versionNo!: number;
  @Column('text', { name: 'national_code', nullable: true }) nationalCode!: string | null;
  @Column('text') name!: string;
  @Column('text') memo!: string;
  @Column('text') level!: string;
  @Column('text') department!: string;
  @Column('text', { array: true }) documents!: string[];
  @Column('text') beneficiaries!: string;
  @Column('text', { name: 'unit_of' }) unitOf!: View['unitOf'];
  @Column('text') payee!: View['payee'];
  @Column('text', { name: 'quantity_unit' }) quantityUnit!: string;
  @Column('jsonb') standard!: View['standard'];
  @Column('jsonb') components!: View['components'];
  @Column('text') cycle!: View['cycle'];
  @Column('text', { name: 'notice_basis' }) noticeBasis!: View['noticeBasis'];
  @Column('integer', { name: 'notice_days' }) noticeDays!: number;
  @Column('jsonb') publicity!: View['publicity'];
  @Column('text', { array: true }) rules!: View['rules'];
  @Column('text', { name: 'exclusive_with', array: true }) exclusiveWith!: string[];
  @Column('jsonb') limits!: Record<string, number>;
  @Column('date', { name: 'valid_from' }) validFrom!: string;
  @Column('date', { name: 'valid_to', nullable: true }) validTo!: string | null;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('text', { nullable: true }) applying!: string | null;
  @Column('text', { nullable: true }) phone!: string | null;
  @Column('text', { name: 'published_by' }) publishedBy!: string;
  @Column('timestamptz', { name: 'published_at' }) publishedAt!: Date;
}
