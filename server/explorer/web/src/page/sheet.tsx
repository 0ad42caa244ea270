import { type ReactNode, useEffect } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Known } from './known';
import { Failure, Loading, Notice } from './states';
import { useDetailWords } from './details-words';
import { useWords } from './words';

/** Names the window after what is on it. */
export function useTitle(title: string | undefined) {
  useEffect(() => {
    document.title = title ? `${title} – Entente` : 'Entente';
  }, [title]);
}

/** A page to read: its head, and its sections below; and as of when it was known, which some pages tell by publication too. */
export function Sheet({ children, className = '', publication = false }: { children: ReactNode; className?: string; publication?: boolean }) {
  return (
    <main id="main" className={`sheet ${className}`}>
      <Known publication={publication} />
      {children}
    </main>
  );
}

/** Shows an answer when it is there, and otherwise why it is not. */
export function Answered<T>({ query, id, children }: { query: UseQueryResult<T | null, Error>; id: string; children: (answer: T) => ReactNode }) {
  const w = useWords();
  const d = useDetailWords();
  if (query.data) return children(query.data);
  if (query.isPending) return <Loading />;
  if (query.error) return <Failure page error={query.error} retry={() => void query.refetch()} />;
  return (
    <Notice page title={d.notFound(id)} action={<Link href="/" className="button">{w.toStart}</Link>}>
      <p>{w.goneHint}</p>
    </Notice>
  );
}
