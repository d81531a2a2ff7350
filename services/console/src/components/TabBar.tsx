import type { KeyboardEvent, ReactNode } from 'react';
import { useId } from 'react';

export interface Tab {
  readonly key: string;
  readonly label: string;
  readonly content: ReactNode;
}

/** Parts of a page, one shown at a time. On a phone the tabs go on in a second row, where none can be overlooked. */
export function TabBar({ label, tabs, active, onChange }: { label: string; tabs: readonly Tab[]; active: string; onChange: (key: string) => void }) {
  const id = useId();
  const at = Math.max(
    0,
    tabs.findIndex(({ key }) => key === active),
  );
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step === undefined ? undefined : tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    onChange(next.key);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.key}"]`)?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={label} className="tab-bar" onKeyDown={onKeyDown}>
        {tabs.map(({ key, label: words }, i) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`${id}-${key}`}
            data-tab={key}
            aria-selected={i === at}
            tabIndex={i === at ? 0 : -1}
            onClick={() => onChange(key)}
          >
            {words}
          </button>
        ))}
      </div>
      <div role="tabpanel" aria-labelledby={`${id}-${tabs[at]?.key ?? ''}`}>
        {tabs[at]?.content}
      </div>
    </>
  );
}
