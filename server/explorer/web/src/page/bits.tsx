import { type ReactNode, useEffect, useState } from 'react';
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import { Link } from 'wouter';
import { signOf } from '../data/subgraph';
import { useHref } from '../state/use-view-state';
import { useFormat } from '../words/format';
import { useDetailWords } from './details-words';

/** A link to the page of anything by its id. */
export function To({ id, children, className }: { id: string; children: ReactNode; className?: string }) {
  const href = useHref();
  return (
    <Link href={href(id)} className={className}>
      {children}
    </Link>
  );
}

/** A bar from the middle: to the right for what is friendly, to the left for what is hostile, -1 to 1. The number stands beside it. */
export function WeightBar({ value }: { value: number }) {
  const f = useFormat();
  const sign = signOf(value);
  const share = `${Math.min(1, Math.abs(value)) * 50}%`;
  return (
    <span className="weighed">
      <span className="track" aria-hidden="true">
        <span className={`fill ${sign.toLowerCase()}`} style={{ width: share }} />
      </span>
      <span className="number">{f.signed(value)}</span>
    </span>
  );
}

/** A bar from the left for a share, 0 to 1; it may be made of two parts. */
export function ShareBar({ value, hostile = 0 }: { value: number; hostile?: number }) {
  const f = useFormat();
  const width = Math.min(1, value) * 100;
  return (
    <span className="weighed share">
      <span className="track" aria-hidden="true">
        <span className="fill friendly" style={{ width: `${width * (1 - hostile)}%` }} />
        <span className="fill hostile" style={{ width: `${width * hostile}%` }} />
      </span>
      <span className="number">{f.share(value)}</span>
    </span>
  );
}

/** A word about a relation, with an explanation for those who ask. */
export function Badge({ children, className = '', hint }: { children: ReactNode; className?: string; hint?: string }) {
  if (!hint) return <span className={`pill ${className}`}>{children}</span>;
  return (
    <TooltipTrigger delay={300}>
      <Button className={`pill ${className}`}>{children}</Button>
      <Tooltip className="tooltip" offset={6}>
        {hint}
      </Tooltip>
    </TooltipTrigger>
  );
}

/** Copies a text, and says so. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const w = useDetailWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const back = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(back);
  }, [copied]);
  return (
    <Button className="button small" onPress={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
      <span aria-live="polite">{copied ? w.copied : (label ?? w.copy)}</span>
    </Button>
  );
}

/** A list that shows its first few until asked for all. */
export function Few<T>({ items, few = 8, children, className }: { items: readonly T[]; few?: number; children: (item: T) => ReactNode; className?: string }) {
  const w = useDetailWords();
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, few);
  return (
    <>
      <ul className={className}>{shown.map(children)}</ul>
      {items.length > few && (
        <Button className="button small quiet" onPress={() => setAll(!all)}>
          {all ? w.showFewer : w.showAll(items.length)}
        </Button>
      )}
    </>
  );
}
