import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue, useId, useState } from 'react';
import { Button } from 'react-aria-components';
import { useDetailWords } from './details-words';
import { Sheet, useTitle } from './sheet';
import { Failure, Loading } from './states';
import { useFormat } from '../words/format';

interface Page<T> {
  totalCount: number;
  nodes: readonly T[];
}

interface ListPageProps<T> {
  title: string;
  intro: string;
  /** Fetches what a text finds; everything for an empty one. */
  useList: (text: string) => UseInfiniteQueryResult<InfiniteData<Page<T> | null | undefined>, Error>;
  children: (one: T) => ReactNode;
}

/** A long list that is searched and read on. */
export function ListPage<T>({ title, intro, useList, children }: ListPageProps<T>) {
  const w = useDetailWords();
  const f = useFormat();
  const id = useId();
  const [text, setText] = useState('');
  const list = useList(useDeferredValue(text.trim()));
  useTitle(title);
  const total = list.data?.pages[0]?.totalCount;
  return (
    <Sheet className="list">
      <header className="sheet-head">
        <h1>
          {title} {total !== undefined && <span className="soft count">{f.number(total)}</span>}
        </h1>
        <p className="lead">{intro}</p>
        <p className="row">
          <label htmlFor={id}>{w.findIn}</label>
          <input id={id} type="search" className="input" value={text} onChange={(event) => setText(event.target.value)} />
        </p>
      </header>
      {list.error ? (
        <Failure error={list.error} retry={() => void list.refetch()} />
      ) : list.data ? (
        <ul className="rows">{list.data.pages.flatMap((page) => page?.nodes.map(children) ?? [])}</ul>
      ) : (
        <Loading />
      )}
      {total === 0 && <p>{w.nothingFound}</p>}
      {list.hasNextPage && (
        <Button className="button" onPress={() => void list.fetchNextPage()}>
          {w.loadMore}
        </Button>
      )}
    </Sheet>
  );
}
