import { useMutation, type UseMutationOptions } from '@tanstack/react-query';
import { useState } from 'react';
import { DomainProblem } from './problem';

export type Send<Variables, Result> = (variables: Variables, headers: { 'idempotency-key': string }) => Promise<Result>;

/**
 * The idempotency key of what a person commands. It stays the same while the outcome is unknown, so that pressing the button again does
 * nothing twice; it is a new one for other contents, after success, and after a refusal.
 */
export class CommandKey {
  private pending: { readonly key: string; readonly contents: string } | undefined;

  async send<Variables, Result>(send: Send<Variables, Result>, variables: Variables): Promise<Result> {
    const contents = JSON.stringify(variables) ?? '';
    const pending = this.pending?.contents === contents ? this.pending : { key: crypto.randomUUID(), contents };
    this.pending = pending;
    try {
      const result = await send(variables, { 'idempotency-key': pending.key });
      this.pending = undefined;
      return result;
    } catch (error) {
      if (error instanceof DomainProblem && !error.passes) this.pending = undefined;
      throw error;
    }
  }
}

/** A command that a person gives, under a key of its own (see CommandKey). */
export function useCommand<Variables, Result>(
  send: Send<Variables, Result>,
  options: Omit<UseMutationOptions<Result, DomainProblem, Variables>, 'mutationFn'> = {},
) {
  const [key] = useState(() => new CommandKey());
  return useMutation<Result, DomainProblem, Variables>({ ...options, mutationFn: (variables) => key.send(send, variables) });
}
