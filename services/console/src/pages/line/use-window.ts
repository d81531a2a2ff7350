import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';

export const ROW_HEIGHT = 36;
/** Browsers draw nothing that is taller; Firefox's limit is the lowest. */
const TALLEST = 12_000_000;

export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/**
 * Which rows of a very long list are in view. Up to the tallest element a browser can draw a row is where it would be; a longer list is
 * scaled to it, so the scrollbar still goes from its first row to its last.
 */
export function useWindow(total: number) {
  const box = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 540 });
  const natural = total * ROW_HEIGHT;
  const height = Math.min(natural, TALLEST);
  const rows = Math.max(1, Math.ceil(scroll.height / ROW_HEIGHT));
  const most = Math.max(0, total - Math.floor(scroll.height / ROW_HEIGHT));
  const scaled = natural > TALLEST;
  const reach = Math.max(1, height - scroll.height);
  const exact = scaled ? (scroll.top / reach) * most : scroll.top / ROW_HEIGHT;
  const first = Math.min(Math.floor(exact), most);
  const last = Math.min(total - 1, first + rows);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setScroll((now) => ({ ...now, height: element.clientHeight })));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (element !== null) setScroll({ top: element.scrollTop, height: element.clientHeight });
  }, []);

  const goTo = (place: number) => {
    const row = Math.max(0, Math.min(place, most));
    if (box.current !== null) box.current.scrollTop = scaled ? (row / Math.max(1, most)) * reach : row * ROW_HEIGHT;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: rows - 2, PageUp: 2 - rows, Home: -total, End: total };
    const step = steps[event.key];
    if (step === undefined || event.target !== box.current) return;
    event.preventDefault();
    goTo(first + step);
  };
  /** pixels by which the first row is already out of view */
  const shift = scaled ? 0 : Math.min(scroll.top, most * ROW_HEIGHT) - first * ROW_HEIGHT;
  return { box, height, window: { first, last: Math.max(first, last) }, shift, onScroll, onKeyDown, goTo };
}

/** The window once it rests: while somebody drags the scrollbar nothing is asked for. */
export function useRested<T>(value: T, restMs: number): T {
  const [rested, setRested] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
    // the value is a new object each time, its text is not
  }, [text, restMs]);
  return rested;
}
