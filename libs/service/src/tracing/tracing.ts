import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { routeOf } from '../metrics/metrics';

interface Tracing {
  stop(): Promise<void>;
}

/** Traces go to an OTLP collector when one is named; without it the SDK is not even loaded, and spans are nothing. */
export async function startTracing(service: string, env: NodeJS.ProcessEnv = process.env): Promise<Tracing | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = env;
  if (endpoint === undefined || endpoint === '') return undefined;
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const sdk = new NodeSDK({ serviceName: service, traceExporter: new OTLPTraceExporter({ url }), instrumentations: [] });
  sdk.start();
  return { stop: () => sdk.shutdown() };
}

/**
 * Goes on with the caller's trace, or begins one: what the request does, and what it leaves in the outbox, belongs to it. The function that is
 * given ends the span.
 */
export function inSpan(request: IncomingMessage, response: ServerResponse, next: () => void): () => void {
  const parent = propagation.extract(context.active(), request.headers);
  const span = trace.getTracer('@one-card/service').startSpan(request.method ?? 'HTTP', { kind: SpanKind.SERVER }, parent);
  context.with(trace.setSpan(parent, span), next);
  return () => {
    const route = routeOf(request);
    span.updateName(`${request.method ?? 'HTTP'} ${route}`);
    span.setAttributes({ 'http.request.method': request.method ?? '', 'http.route': route, 'http.response.status_code': response.statusCode });
    if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  };
}

/** For a request to another service: headers by which it goes on with this trace; none without an SDK. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}
