import { useMemo, useState } from 'react';
import {
  Cell,
  Column,
  Row,
  type Selection as Keys,
  type SortDescriptor,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  Virtualizer,
} from 'react-aria-components';
import { kindLabel, type Registry } from '../data/registry';
import type { SeenRelation, Subgraph } from '../data/subgraph';
import type { OnChange, ViewState } from '../state/state';
import { useFormat } from '../words/format';
import { useLanguage } from '../words/language';
import { mood, useVocabulary } from '../words/vocabulary';
import { CopyButton, WeightBar } from './bits';
import { useNarrow } from './use-narrow';
import { useWords } from './words';

interface TableProps {
  state: ViewState;
  subgraph: Subgraph;
  registry: Registry;
  onChange: OnChange;
}

/** A relation as a row: what is shown, and what it is sorted by. */
interface Line {
  id: string;
  from: string;
  kind: string;
  to: string;
  about: string;
  period: string;
  start: string;
  weight: number;
  confidence: number;
  modality: string;
  relation: SeenRelation;
}

type ColumnName = 'from' | 'kind' | 'to' | 'about' | 'start' | 'weight' | 'confidence' | 'modality';

/** The relations in rows: sorted by any column, selected as in every other view, copied whole. */
export function TableView({ state, subgraph, registry, onChange }: TableProps) {
  const w = useWords();
  const f = useFormat();
  const language = useLanguage();
  const [sort, setSort] = useState<SortDescriptor>({ column: 'start', direction: 'descending' });
  const lines = useLines(subgraph, registry);
  const sorted = useMemo(() => {
    const column = sort.column as ColumnName;
    const collator = new Intl.Collator(language);
    const order = (a: Line, b: Line) => {
      const [x, y] = [a[column], b[column]];
      return typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y));
    };
    return [...lines].sort((a, b) => (sort.direction === 'ascending' ? order(a, b) : order(b, a)));
  }, [lines, sort, language]);
  const narrow = useNarrow();
  const all: { id: ColumnName; name: string; width: number | `${number}fr`; least: number }[] = [
    { id: 'from', name: w.columnFrom, width: '3fr', least: 140 },
    { id: 'kind', name: w.columnKind, width: '3fr', least: 150 },
    { id: 'to', name: w.columnTo, width: '3fr', least: 140 },
    { id: 'about', name: w.columnAbout, width: '2fr', least: 130 },
    { id: 'start', name: w.columnPeriod, width: '3fr', least: 180 },
    { id: 'weight', name: w.columnWeight, width: 160, least: 160 },
    { id: 'confidence', name: w.columnConfidence, width: 110, least: 110 },
    { id: 'modality', name: w.columnModality, width: '2fr', least: 170 },
  ];
  const columns = narrow ? all.filter((c) => c.id !== 'about' && c.id !== 'confidence' && c.id !== 'modality') : all;
  const text = () => [all.map((c) => c.name), ...sorted.map((l) => [l.from, l.kind, l.to, l.about, l.period, String(l.weight), String(l.confidence), l.modality])].map((row) => row.join('\t')).join('\n');
  const select = (keys: Keys) => {
    const relations = keys === 'all' ? sorted.map((l) => l.id) : [...keys].map(String);
    onChange({ selection: { actors: [], relations } }, 'replace');
  };
  return (
    <div className="table-view">
      <p className="row">
        <span className="hint">{w.tableHint}</span>
        <CopyButton text={text()} label={w.copyTable} />
      </p>
      <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: 36, headingHeight: 36 }}>
        <Table
          aria-label={w.table}
          className="table"
          selectionMode="multiple"
          selectionBehavior="replace"
          selectedKeys={state.selection.relations}
          onSelectionChange={select}
          sortDescriptor={sort}
          onSortChange={setSort}
        >
          <TableHeader columns={columns}>
            {(c) => (
              <Column id={c.id} allowsSorting isRowHeader={c.id === 'from'} width={c.width} minWidth={c.least}>
                {({ sortDirection }) => (
                  <>
                    {c.name} <span aria-hidden="true">{sortDirection === 'ascending' ? '↑' : sortDirection === 'descending' ? '↓' : ''}</span>
                  </>
                )}
              </Column>
            )}
          </TableHeader>
          <TableBody items={sorted}>
            {(l) => (
              <Row id={l.id} className={mood(l.relation.modality)} columns={columns}>
                {(c) => (
                  <Cell>
                    {c.id === 'weight' ? <WeightBar value={l.weight} /> : <CellText text={c.id === 'confidence' ? f.share(l.confidence) : c.id === 'start' ? l.period : l[c.id]} />}
                  </Cell>
                )}
              </Row>
            )}
          </TableBody>
        </Table>
      </Virtualizer>
    </div>
  );
}

/** A text that is cut where there is no room, and whole for those who point at it. */
function CellText({ text }: { text: string }) {
  return (
    <span className="cell-text" title={text}>
      {text}
    </span>
  );
}

function useLines(subgraph: Subgraph, registry: Registry): Line[] {
  const v = useVocabulary();
  const language = useLanguage();
  return useMemo(() => {
    const names = new Map(subgraph.actors.map((a) => [a.id, a.name]));
    return subgraph.relations.map((r) => ({
      id: r.id,
      from: names.get(r.from) ?? r.from,
      kind: kindLabel(registry, r.kind, language),
      to: names.get(r.to) ?? r.to,
      about: r.about?.text ?? '',
      period: r.period.inWords,
      start: r.period.startMin ?? '',
      weight: r.weight,
      confidence: r.confidence,
      modality: v.modality[r.modality],
      relation: r,
    }));
  }, [subgraph, registry, v, language]);
}
