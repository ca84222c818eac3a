/** A published result, as the public port tells it (publication.md 2.3). */
export interface Result {
  outcome: 'level' | 'failed' | 'absent' | 'void' | 'transferred';
  level?: string | null;
  points?: string;
  maximum?: string;
  session?: string;
}

/** What the public port answers about a result. */
export type ResultAnswer = { state: 'unpublished' } | { state: 'ended' } | { state: 'published'; result: Result | null };

/** What it answers about a receipt (publication.md 3). */
export type ReceiptAnswer =
  | { state: 'unpublished' }
  | { state: 'published'; inRecord: true; session: string; closed: string; points?: string; level?: string | null }
  | { state: 'published'; inRecord: false; because: string }
  | { state: 'ended'; inRecord: true; session: string; closed: string };

/** It was asked too often; how long to wait. */
export class Limited extends Error {
  constructor(readonly seconds: number) {
    super(`wait ${seconds} s`);
    this.name = 'Limited';
  }
}

/** Asks the public port. What is asked goes in the body: an address would stay in logs and browsers (publication.md 2.1). */
export async function asked<T>(path: '/public/results' | '/public/receipts', body: string): Promise<T> {
  const response = await fetch(path, { method: 'POST', body, credentials: 'omit', cache: 'no-store', redirect: 'error', headers: { 'Content-Type': path === '/public/results' ? 'application/json' : 'text/plain; charset=utf-8' } });
  if (response.status === 429) throw new Limited(Number(response.headers.get('Retry-After') ?? 60));
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await response.json()) as T;
}
