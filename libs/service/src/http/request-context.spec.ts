import type { Request, Response } from 'express';
import { correlationHeader, requestContext } from './request-context';

function idGivenFor(sent: string): string {
  const told: string[] = [];
  const request = { headers: { [correlationHeader]: sent } } as unknown as Request;
  requestContext(request, { setHeader: (_name: string, id: string) => told.push(id) } as unknown as Response, () => undefined);
  return told.join();
}

describe('the correlation id of a caller', () => {
  it.each(['batch-7.step_2', '20261124T1000', '01890a5d-ac96-774b-bcce-302099018057'])('is kept: %s', (sent) => {
    expect(idGivenFor(sent)).toBe(sent);
  });

  it.each(['41042319500101123X', 'x-41042319500101123X', 'card.6217001234567890123', '13812345678', 'two words', ''])('is replaced: %s', (sent) => {
    expect(idGivenFor(sent)).toMatch(/^[0-9a-f-]{36}$/);
  });
});
