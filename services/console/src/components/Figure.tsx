import type { ReactNode } from 'react';

/** One figure with what it is, as they stand beside each other at the head of a page. */
export function Figure({ label, children, note }: { label: string; children: ReactNode; note?: ReactNode }) {
  return (
    <div className="figure">
      <span className="secondary">{label}</span>
      <strong className="amount">{children}</strong>
      {note !== undefined && <span className="amount">{note}</span>}
    </div>
  );
}
