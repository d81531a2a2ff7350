/** The embedded servers, with nothing of a test: the local run starts the same ones. */
export { freePort, type Log, mustBeFree } from './child';
export { kafkaJars, type KafkaOptions, type RunningKafka, startKafka } from './kafka';
export { type PostgresOptions, type RunningPostgres, startPostgres } from './postgres';
