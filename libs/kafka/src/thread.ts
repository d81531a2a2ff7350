import { withCorrelation } from '@one-card/database';
import { context, propagation, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Received } from './message';

/**
 * Goes on with the thread of the message: its correlation, and a span of the trace that its sender began. Without a tracing SDK the span is
 * nothing and costs nothing.
 */
export function inThreadOf<T>(message: Received, work: () => Promise<T>): Promise<T> {
  const parent = propagation.extract(ROOT_CONTEXT, message.headers);
  const attributes = {
    'messaging.system': 'kafka',
    'messaging.destination.name': message.topic,
    'messaging.destination.partition.id': String(message.partition),
    'messaging.kafka.offset': Number(message.offset),
    'messaging.message.id': message.eventId,
  };
  return context.with(parent, () =>
    trace
      .getTracer('@one-card/kafka')
      .startActiveSpan(`process ${message.topic}`, { kind: SpanKind.CONSUMER, attributes }, (span) =>
        withCorrelation(message.headers['ce_correlationid'], () => ended(span, work)),
      ),
  );
}

async function ended<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
