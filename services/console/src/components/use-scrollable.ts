import { useEffect, useRef } from 'react';

/** A wide table scrolls by itself; whoever has no mouse scrolls it with the arrow keys, for which it must take the focus. */
export function useScrollable<Element extends HTMLElement>() {
  const box = useRef<Element>(null);
  useEffect(() => {
    const inside = box.current?.querySelector<HTMLElement>('.ant-table-content');
    if (inside === null || inside === undefined) return;
    const look = () => {
      if (inside.scrollWidth > inside.clientWidth) inside.tabIndex = 0;
      else inside.removeAttribute('tabindex');
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(inside);
    return () => observer.disconnect();
  });
  return box;
}
