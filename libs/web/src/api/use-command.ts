import { useMutation, type UseMutationOptions } from '@tanstack/react-query';
import { useRef } from 'react';
import { DomainProblem } from './problem';

/**
 * A command that a person gives. Its idempotency key stays the same while its outcome is unknown, so that pressing the button again does
 * nothing twice; it is a new one for other contents, after success, and after a refusal.
 */
export function useCommand<Variables, Result>(
  send: (variables: Variables, headers: { 'idempotency-key': string }) => Promise<Result>,
  options: Omit<UseMutationOptions<Result, DomainProblem, Variables>, 'mutationFn'> = {},
) {
  const pending = useRef<{ key: string; contents: string } | undefined>(undefined);
  return useMutation<Result, DomainProblem, Variables>({
    ...options,
    mutationFn: async (variables) => {
      const contents = JSON.stringify(variables) ?? '';
      if (pending.current?.contents !== contents) pending.current = { key: crypto.randomUUID(), contents };
      try {
        const result = await send(variables, { 'idempotency-key': pending.current.key });
        pending.current = undefined;
        return result;
      } catch (error) {
        if (error instanceof DomainProblem && !error.passes) pending.current = undefined;
        throw error;
      }
    },
  });
}
