import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { routeOf } from './metrics';

const request = (url: string, route?: string) =>
  Object.assign(new IncomingMessage(new Socket()), { url, originalUrl: url, ...(route ? { route: { path: route } } : {}) });

describe('the route of a request', () => {
  it('is its pattern, so that no id becomes a series of its own', () => {
    expect(routeOf(request('/api/x/lines/7', '/api/x/lines/:line'))).toBe('/api/x/lines/:line');
    expect(routeOf(request('/api/disclosure/notices/0199?x=1'))).toBe('/api/disclosure/*');
    expect(routeOf(request('/wp-admin/install.php'))).toBe('other');
  });
});
