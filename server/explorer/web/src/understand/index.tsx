import './understand.css';
import { useMemo } from 'react';
import type { AskedProps } from './asked';
import { DifferenceView } from './difference';
import { Influence } from './influence';
import { Alliances, Obligations } from './pacts';
import { Paths } from './paths';
import type { UnderstandProps } from './props';
import { ScenarioView } from './scenario';
import { Blocs, Centrality, Triads } from './structure';

/** A question of structure: its arguments, its answer in words, and how that was computed. */
export function Understand(props: UnderstandProps) {
  const { question, subgraph } = props;
  const shown = useMemo(() => new Set(subgraph.actors.map((a) => a.id)), [subgraph]);
  const rest = { ...props, shown };
  switch (question.ask) {
    case 'paths':
      return <Paths {...(rest as AskedProps<'paths'>)} />;
    case 'influence':
      return <Influence {...(rest as AskedProps<'influence'>)} />;
    case 'alliances':
      return <Alliances {...(rest as AskedProps<'alliances'>)} />;
    case 'obligations':
      return <Obligations {...(rest as AskedProps<'obligations'>)} />;
    case 'blocs':
      return <Blocs {...(rest as AskedProps<'blocs'>)} />;
    case 'triads':
      return <Triads {...(rest as AskedProps<'triads'>)} />;
    case 'centrality':
      return <Centrality {...(rest as AskedProps<'centrality'>)} />;
    case 'difference':
      return <DifferenceView {...(rest as AskedProps<'difference'>)} />;
    case 'scenario':
      return <ScenarioView {...(rest as AskedProps<'scenario'>)} />;
  }
}
