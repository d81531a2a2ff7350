/** What the flow suites share with the demo: the county's people and their rolls, signing in, and the way of a batch through its posts. */
export { type County, type CountyRequest, everyKind, generateCounty } from './generator/county';
export { CountyFiles, type RollFormat, writeRoll } from './generator/files';
export { PersonMaker, type Person } from './generator/person';
export type { BatchPlan } from './generator/plan';
export { Random } from './generator/random';
export { cardOf, type RollRow, type Township, TownshipWorld } from './generator/township';
export * from './run/api';
export { checkPlanted } from './run/check';
export type { Place, Run, RunBatch } from './run/context';
export { People } from './run/people';
export { Display } from './run/display';
export { fillBank, grant, importDatasets, openBatch, openProjects, prepare, register, townshipsOf } from './run/prepare';
export { arrived, deadLettersOf, lagOf, peakMemoryOf, reportOf, sumsOf } from './run/result';
export { Refused, Session } from './run/session';
export { Stages } from './run/stages';
export { tableOf } from './run/table';
export { inParallel, until } from './run/wait';
export { adjudicate, allRolls, approve, batchView, order, postNotices, reviewRolls, settled, uploadRolls, walk } from './run/walk';
