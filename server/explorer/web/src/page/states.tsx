import { type ReactNode, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { AskError } from '../data/ask';
import { useFaultWords } from './fault-words';
import { useWords } from './words';

/** Says that something is on its way; after a second also for how long. */
export function Loading() {
  const w = useWords();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const tick = setInterval(() => setSeconds((s) => s + 1), 1000);
    return () => clearInterval(tick);
  }, []);
  return (
    <div className="notice loading" role="status">
      <div className="bar" aria-hidden="true" />
      <p>{seconds < 2 ? w.loading : w.loadingSince(seconds)}</p>
    </div>
  );
}

/** Why there is nothing to see, and what to do about it; where that is all there is, it heads the page. */
export function Notice({ title, children, action, page = false }: { title: string; children?: ReactNode; action?: ReactNode; page?: boolean }) {
  const Heading = page ? 'h1' : 'h2';
  return (
    <div className="notice">
      <Heading>{title}</Heading>
      {children}
      {action}
    </div>
  );
}

/** What an error means, in the language of the page, and below what the service says in its own. */
export function FaultText({ error, instead }: { error: Error; instead?: string | undefined }) {
  const w = useFaultWords();
  const meant = instead ?? (error instanceof AskError ? w[error.code] : undefined);
  return (
    <>
      {meant && <p>{meant}</p>}
      <p className={meant ? 'small soft' : ''} lang="en">
        {error.message}
      </p>
    </>
  );
}

/** What went wrong, in words that help, and a way on. */
export function Failure({ error, retry, page = false }: { error: Error; retry?: (() => void) | undefined; page?: boolean }) {
  const w = useWords();
  const Heading = page ? 'h1' : 'h2';
  const away = error instanceof AskError && (error.code === 'AWAY' || error.code === 'UNAVAILABLE');
  const id = error instanceof AskError ? error.requestId : null;
  return (
    <div className="notice" role="alert">
      <Heading>{away ? w.away : w.wrong}</Heading>
      {away ? <p>{w.awayHint}</p> : <FaultText error={error} />}
      {id && <p className="small">{id}</p>}
      {retry && (
        <Button className="button" onPress={retry}>
          {w.tryAgain}
        </Button>
      )}
    </div>
  );
}
