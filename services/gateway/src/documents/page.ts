/** No script or style stands in the page itself, so the content security policy need allow none. */
export const documentsPage = `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <title>一卡通接口文档</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
    <link rel="icon" type="image/png" href="/api/docs/favicon-32x32.png" />
  </head>
  <body>
    <div id="documents"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

export const documentsScript = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#documents',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  requestInterceptor: (request) => {
    const unsafe = !['GET', 'HEAD', 'OPTIONS'].includes((request.method || 'GET').toUpperCase());
    request.headers['x-one-card-request'] = '1';
    if (unsafe && !request.headers['idempotency-key']) request.headers['idempotency-key'] = crypto.randomUUID();
    return request;
  },
});
`;
