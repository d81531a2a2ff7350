import type { FormEvent } from 'react';

/** What was typed into a form, trimmed; the page stays where it is. */
export function typedIn(event: FormEvent<HTMLFormElement>): (name: string) => string {
  event.preventDefault();
  const data = new FormData(event.currentTarget);
  return (name) => String(data.get(name) ?? '').trim();
}
