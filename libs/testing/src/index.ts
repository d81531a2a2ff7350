export { freePort, type Log } from './servers/child';
export { kafkaJars, startKafka, type KafkaOptions, type RunningKafka } from './servers/kafka';
export { startPostgres, type PostgresOptions, type RunningPostgres } from './servers/postgres';
