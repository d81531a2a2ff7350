/** The configuration of the service, for the library's own providers. */
export const SERVICE_CONFIG = Symbol('one-card:config');
/** The name of the service. */
export const SERVICE_NAME = Symbol('one-card:name');
