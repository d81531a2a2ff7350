import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An agent bank (代发金融机构) with its agreement (二.二.1). */
@Entity('bank')
export class Bank {
  @PrimaryColumn({ name: 'county_code', type: 'text' })
  countyCode!: string;

  @PrimaryColumn({ type: 'text' })
  code!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'agreement_no', type: 'text' })
  agreementNo!: string;

  @Column({ name: 'agreement_from', type: 'date' })
  agreementFrom!: string;

  @Column({ name: 'agreement_to', type: 'date' })
  agreementTo!: string;

  /** How long bounced money may stay in the paying account (代发户) for a correction. */
  @Column({ name: 'holds_bounced_days', type: 'integer' })
  holdsBouncedDays!: number;
}
