import { Component, type ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
  /** What stands in place of a page that failed. */
  readonly fallback: (error: unknown) => ReactNode;
  /** A page elsewhere begins anew. */
  readonly at: string;
}

/** A page that fails takes nothing else with it: the frame stays, and whoever goes elsewhere goes on. */
export class ErrorBoundary extends Component<Props, { error?: unknown; at: string }> {
  override state: { error?: unknown; at: string } = { at: this.props.at };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error: error ?? new Error('unknown') };
  }

  static getDerivedStateFromProps(props: Props, state: { error?: unknown; at: string }) {
    return props.at === state.at ? null : { error: undefined, at: props.at };
  }

  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : this.props.fallback(this.state.error);
  }
}
