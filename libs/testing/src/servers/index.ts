/** The real servers alone, without the test tools: the launcher of the local run starts the same ones. */
export { freePort, run, type Log } from './child';
export { kafkaJars, startKafka, type KafkaOptions, type RunningKafka } from './kafka';
export { startPostgres, type PostgresOptions, type RunningPostgres } from './postgres';
