import { DomainProblem, problemOf } from './problem';
import { requestHeader } from './client';

export interface SentFile {
  readonly address: string;
  readonly file: Blob;
  /** the same key and file again give the answer that was given */
  readonly key: string;
  readonly language: string;
  readonly words: { readonly unreachable: string; readonly failed: string };
  /** share sent so far, 0 to 1 */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** Sends a file as it is. By XMLHttpRequest, since fetch does not tell how much has left; everything else is done as the client does it. */
export function sendFile<T>({ address, file, key, language, words, onProgress, signal }: SentFile): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    const headers = { 'content-type': 'application/octet-stream', 'idempotency-key': key, 'accept-language': language, [requestHeader]: '1' };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
    request.addEventListener('error', () => reject(new DomainProblem('unreachable', 0, words.unreachable)));
    request.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
    request.addEventListener('load', () => {
      const response = responseOf(request);
      if (response.ok) resolve(response.json() as Promise<T>);
      else void problemOf(response, words.failed).then(reject);
    });
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function responseOf(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const name of ['content-type', 'retry-after']) {
    const value = request.getResponseHeader(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(request.responseText, { status: request.status, headers });
}
