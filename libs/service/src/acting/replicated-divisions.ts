import { Injectable } from '@nestjs/common';
import { division } from '@one-card/contracts';
import { Replicas } from '@one-card/kafka';
import { DivisionLookup } from './division-lookup';

/** Divisions as the registry told of them. */
@Injectable()
export class ReplicatedDivisions extends DivisionLookup {
  constructor(private readonly replicas: Replicas) {
    super();
  }

  async ancestorsOf(code: string): Promise<readonly string[] | undefined> {
    const state = await this.replicas.find(division, code);
    return state?.ancestors;
  }
}
