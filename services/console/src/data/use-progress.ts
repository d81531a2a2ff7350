import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { batchKey } from './use-batch';
import type { BatchProgress } from './views';

/** How far a batch is, told by the platform as it goes. What else the page shows of the batch is asked for anew when it took a step. */
export function useProgress(id: string): { progress: BatchProgress | undefined; live: boolean } {
  const [progress, setProgress] = useState<BatchProgress>();
  const [live, setLive] = useState(false);
  const queries = useQueryClient();
  useEffect(() => {
    const source = new EventSource(`/api/payment-orchestration/batches/${id}/progress`);
    let version: number | undefined;
    source.addEventListener('open', () => setLive(true));
    source.addEventListener('error', () => setLive(false));
    source.addEventListener('end', () => {
      source.close();
      setLive(false);
    });
    source.addEventListener('progress', ({ data }: MessageEvent<string>) => {
      const told = JSON.parse(data) as BatchProgress;
      setProgress(told);
      if (version !== undefined && told.version !== version) {
        void queries.invalidateQueries({ queryKey: batchKey(id) });
        void queries.invalidateQueries({ queryKey: ['roll'] });
        void queries.invalidateQueries({ queryKey: ['todo'] });
      }
      version = told.version;
    });
    return () => source.close();
  }, [id, queries]);
  return { progress, live };
}
