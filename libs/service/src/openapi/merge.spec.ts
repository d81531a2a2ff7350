import type { OpenAPIObject } from '@nestjs/swagger';
import { mergeOpenApi } from './merge';

function documentOf(path: string, schema: object): OpenAPIObject {
  const response = { description: '', content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } };
  return {
    openapi: '3.1.0',
    info: { title: 'x', version: '1' },
    paths: { [path]: { get: { operationId: 'Items.list', responses: { 200: response } } } },
    components: { schemas: { Item: schema } },
  };
}

describe('the merged document', () => {
  const merged = mergeOpenApi(
    {
      disclosure: documentOf('/api/disclosure/items', { type: 'string' }),
      'bank-gateway': documentOf('/api/bank-gateway/items', { type: 'object' }),
    },
    { title: 'all', version: '1' },
  );

  it('holds every path, tagged with its service', () => {
    expect(Object.keys(merged.paths)).toEqual(['/api/bank-gateway/items', '/api/disclosure/items']);
    expect(merged.paths['/api/disclosure/items']?.get).toMatchObject({ tags: ['disclosure'], operationId: 'disclosure.Items.list' });
  });

  it('keeps two schemas of one name apart, and each reference at its own', () => {
    expect(merged.components?.schemas).toEqual({ Item: { type: 'object' }, DisclosureItem: { type: 'string' } });
    expect(JSON.stringify(merged.paths['/api/disclosure/items'])).toContain('#/components/schemas/DisclosureItem');
    expect(JSON.stringify(merged.paths['/api/bank-gateway/items'])).toContain('#/components/schemas/Item"');
  });
});
