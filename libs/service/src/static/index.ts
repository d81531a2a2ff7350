export { contentSecurityPolicy, StaticFiles } from './static-files';
export { serveStatic, staticConfig } from './serve-static';
