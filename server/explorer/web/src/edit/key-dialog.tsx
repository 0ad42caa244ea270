import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { AskError, ask, currentKey, keepKey } from '../data/ask';
import { NamesDocument } from '../data/generated';
import { FaultText } from '../page/states';
import { useEditWords } from './words';

const listeners = new Set<() => void>();

/** The key in use in this tab. */
export function useKey(): string | null {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentKey);
}

function setKey(key: string | null) {
  keepKey(key);
  for (const listener of listeners) listener();
}

/** Where a key is given and forgotten. One that the service refuses is not kept. */
export function KeyDialog({ children, className = 'button small quiet' }: { children?: ReactNode; className?: string }) {
  const w = useEditWords();
  const key = useKey();
  return (
    <DialogTrigger>
      <Button className={`${className} ${key ? 'given' : ''}`}>{children ?? w.keyTitle}</Button>
      <Popover className="popover key" placement="bottom end">
        <Dialog aria-label={w.keyTitle}>{({ close }) => (key ? <Given close={close} /> : <KeyForm close={close} />)}</Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Given({ close }: { close: () => void }) {
  const w = useEditWords();
  const answers = useQueryClient();
  return (
    <>
      <p>{w.keyGiven}</p>
      <Button
        className="button"
        onPress={() => {
          setKey(null);
          void answers.invalidateQueries();
          close();
        }}
      >
        {w.forgetKey}
      </Button>
    </>
  );
}

function KeyForm({ close }: { close: () => void }) {
  const w = useEditWords();
  const answers = useQueryClient();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<Error | null>(null);
  const use = async () => {
    try {
      await ask(NamesDocument, { ids: [] }, undefined, typed.trim());
      setKey(typed.trim());
      void answers.invalidateQueries();
      close();
    } catch (error) {
      setWrong(error as Error);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim()) void use();
      }}
    >
      <p className="hint">{w.keyIntro}</p>
      <label htmlFor="key">{w.keyLabel}</label>
      <input id="key" type="password" className="input" value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} aria-invalid={wrong !== null} aria-describedby="key-wrong" />
      <div id="key-wrong" className="wrong" role="alert">
        {wrong && (wrong instanceof AskError && wrong.code === 'UNAUTHENTICATED' ? <p>{w.keyRefused}</p> : <FaultText error={wrong} />)}
      </div>
      <button type="submit" className="button primary">
        {w.useKey}
      </button>
    </form>
  );
}
