import type { BatchPlan } from '../generator/plan';
import type { County } from '../generator/county';
import type { People } from './people';
import type { Stages } from './stages';

/** Where the run happens: what the launcher tells the demo. */
export interface Place {
  gatewayUrl: string;
  bankSimulatorUrl: string;
  controlUrl: string;
  kafkaBrokers: string;
  /** `.local` */
  state: string;
}

/** One batch of the run, as it is known to the platform. */
export interface RunBatch {
  plan: BatchPlan;
  department: string;
  projectId: string;
  batchId: string;
  /** Roll by township. */
  rolls: Map<string, string>;
  indicatorId?: string;
  lines: number;
}

export interface Run {
  place: Place;
  people: People;
  county: County;
  batches: RunBatch[];
  stages: Stages;
  /** How long to wait for any one thing. */
  limitSeconds: number;
  /** Says in one line where the work stands. */
  tell: (line: string) => void;
}
