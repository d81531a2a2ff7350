import { useEffect, useState } from 'react';
import type { RunsProgress } from './views';

/** All batches under way and how far they are, told by the platform as they go; undefined until it has. */
export function useRuns(): { runs: RunsProgress | undefined; live: boolean } {
  const [runs, setRuns] = useState<RunsProgress>();
  const [live, setLive] = useState(false);
  useEffect(() => {
    const source = new EventSource('/api/payment-orchestration/runs/progress');
    source.addEventListener('open', () => setLive(true));
    source.addEventListener('error', () => setLive(false));
    source.addEventListener('runs', ({ data }: MessageEvent<string>) => setRuns(JSON.parse(data) as RunsProgress));
    return () => source.close();
  }, []);
  return { runs, live };
}
