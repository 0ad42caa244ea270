import { useEffect, useState } from 'react';
import { currentKey } from './ask';
import { FollowDocument, type FollowSubscription } from './generated';

export type Recorded = FollowSubscription['revisions'];

/** How long to wait before the stream is opened again, in ms: longer each time that it breaks at once. */
const WAITS = [1_000, 2_000, 5_000, 15_000, 60_000];

/**
 * Calls back for each revision that is recorded after a number, each once and in order, until it is called off. The
 * stream (server-sent events) goes on where it broke off.
 */
export async function follow(after: number, each: (revision: Recorded) => void, signal: AbortSignal): Promise<void> {
  let last = after;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const key = currentKey();
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream', ...(key ? { Authorization: `Bearer ${key}` } : {}) },
        body: JSON.stringify({ query: FollowDocument.toString(), variables: { after: last } }),
        signal,
      });
      // A service that does not stream, or not to us, will not do so a moment later either.
      if (!response.ok || !response.body || !response.headers.get('Content-Type')?.startsWith('text/event-stream')) return;
      for await (const data of events(response.body)) {
        const revision = (JSON.parse(data) as { data?: FollowSubscription }).data?.revisions;
        if (!revision) continue;
        failures = 0;
        last = revision.number;
        each(revision);
      }
    } catch {
      if (signal.aborted) return;
    }
    const wait = WAITS[Math.min(failures++, WAITS.length - 1)];
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** The data of the events named "next". */
async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split(/\r?\n/);
      if (!lines.includes('event: next')) continue;
      yield lines
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart())
        .join('\n');
    }
  }
}

/** The newest revision that was recorded since the page was opened; null before. */
export function useRecorded(newest: number | null): [Recorded | null, () => void] {
  const [recorded, setRecorded] = useState<Recorded | null>(null);
  const known = newest !== null;
  useEffect(() => {
    if (!known) return;
    const stop = new AbortController();
    void follow(newest, setRecorded, stop.signal);
    return () => stop.abort();
    // Later revisions come by the stream itself.
  }, [known]);
  return [recorded, () => setRecorded(null)];
}
