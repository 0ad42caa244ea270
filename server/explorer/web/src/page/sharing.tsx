import { useId, useState } from 'react';
import { Button, Dialog, DialogTrigger, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { Link } from 'wouter';
import { DATA_FORMATS, EVIDENCE_FORMATS, exportHref } from '../data/export';
import type { Subgraph } from '../data/subgraph';
import type { MakePicture } from '../see/props';
import { forget, save, useSaved } from '../state/saved';
import type { ViewState } from '../state/state';
import { write } from '../state/url';
import { CopyButton } from './bits';
import { useDetailWords } from './details-words';
import { downloadPicture } from './picture';
import { useSentenceOfView } from './sentence';
import { useWords } from './words';

interface SharingProps {
  state: ViewState;
  subgraph: Subgraph;
}

/** The ways to pass a view on: links, a frame, a citation, and the views kept here. */
export function Share({ state, subgraph }: SharingProps) {
  const w = useWords();
  return (
    <DialogTrigger>
      <Button className="button small">{w.share}</Button>
      <Popover className="popover sharing" placement="bottom end">
        <Dialog aria-label={w.share}>
          <Links state={state} subgraph={subgraph} />
          <SavedViews state={state} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** A state that shows the same whatever is recorded later. */
export function frozen(state: ViewState, revision: number | null): ViewState {
  return state.record.kind === 'newest' && revision !== null ? { ...state, record: { kind: 'revision', revision } } : state;
}

function Links({ state, subgraph }: SharingProps) {
  const w = useWords();
  const d = useDetailWords();
  const sentence = useSentenceOfView(state, subgraph);
  const { origin } = location;
  const still = frozen(state, subgraph.revision);
  const link = `${origin}/?${write(still)}`;
  const frame = `<iframe src="${origin}/embed?${write(still).replaceAll('&', '&amp;')}" width="800" height="600" title="${sentence.replaceAll('"', '&quot;')}"></iframe>`;
  const rows = [
    { name: w.linkNow, hint: w.linkNowHint, text: `${origin}/?${write(state)}` },
    { name: w.linkFrozen, hint: w.linkFrozenHint, text: link },
    { name: w.citeView, hint: '', text: d.citation(sentence, subgraph.revision ?? 0, link) },
    { name: w.embed, hint: w.embedHint, text: frame },
  ];
  return rows.map((row) => <CopyRow key={row.name} {...row} />);
}

function CopyRow({ name, hint, text }: { name: string; hint: string; text: string }) {
  const id = useId();
  return (
    <div className="copy-row">
      <label htmlFor={id}>{name}</label>
      <div className="row">
        <input id={id} readOnly value={text} className="input" onFocus={(event) => event.target.select()} />
        <CopyButton text={text} />
      </div>
      {hint && <p className="hint">{hint}</p>}
    </div>
  );
}

function SavedViews({ state }: { state: ViewState }) {
  const w = useWords();
  const saved = useSaved();
  const [name, setName] = useState('');
  return (
    <section className="saved">
      <h3>{w.savedViews}</h3>
      {saved.length === 0 && <p className="hint">{w.savedNone}</p>}
      <ul>
        {saved.map((s) => (
          <li key={s.name}>
            <Link href={`/?${s.query}`}>{s.name}</Link>
            <Button aria-label={w.deleteView(s.name)} className="button small quiet" onPress={() => forget(s.name)}>
              <span aria-hidden="true">×</span>
            </Button>
          </li>
        ))}
      </ul>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === '') return;
          save({ name: name.trim(), query: write(state) });
          setName('');
        }}
      >
        <input className="input" aria-label={w.saveName} placeholder={w.saveName} value={name} onChange={(event) => setName(event.target.value)} />
        <button type="submit" className="button small">
          {w.saveThis}
        </button>
      </form>
    </section>
  );
}

/** What can be taken away: a picture of what is seen, and its data in every format. */
export function Download({ state, subgraph, makePicture }: SharingProps & { makePicture: MakePicture | null }) {
  const w = useWords();
  const [busy, setBusy] = useState(false);
  const name = `entente-${[...state.focus, state.mode].join('-').slice(0, 60)}`;
  const take = (format: 'svg' | 'png') => {
    if (!makePicture) return;
    setBusy(true);
    void makePicture()
      .then((picture) => downloadPicture(picture, name, format))
      .finally(() => setBusy(false));
  };
  return (
    <MenuTrigger>
      <Button className="button small" isDisabled={busy}>
        {busy ? w.preparing : w.download}
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" disabledKeys={makePicture ? [] : ['svg', 'png']}>
          <MenuSection>
            <Header>{w.picture}</Header>
            <MenuItem id="svg" onAction={() => take('svg')}>
              SVG
            </MenuItem>
            <MenuItem id="png" onAction={() => take('png')}>
              PNG
            </MenuItem>
          </MenuSection>
          <MenuSection>
            <Header>{w.dataOfView}</Header>
            {DATA_FORMATS.map((f) => (
              <MenuItem key={f.name} id={f.name} href={exportHref(f.name, state, subgraph.revision)} download="">
                {typeof f.title === 'string' ? f.title : f.title(w)}
              </MenuItem>
            ))}
          </MenuSection>
          {EVIDENCE_FORMATS.length > 0 && (
            <MenuSection>
              <Header>{w.evidenceOfView}</Header>
              {EVIDENCE_FORMATS.map((f) => (
                <MenuItem key={f.name} id={f.name} href={exportHref(f.name, state, subgraph.revision)} download="">
                  {f.title}
                </MenuItem>
              ))}
            </MenuSection>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
