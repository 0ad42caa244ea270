import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import { ask } from '../data/ask';
import { NamesDocument } from '../data/generated';
import { type Ask, DEFAULT, NO_FILTER, type Question, type ViewState } from '../state/state';
import { useViewState, viewHref } from '../state/use-view-state';
import { useWords } from './words';

/** What the bundled record was made to answer. */
const article: readonly { word: 'questionCall' | 'questionTies' | 'questionOrdered' | 'questionSuspended' | 'questionPath'; state: Partial<ViewState> }[] = [
  {
    word: 'questionCall',
    state: {
      focus: ['assimi-goita', 'vladimir-putin', 'mali', 'russia'],
      hops: 0,
      time: { kind: 'on', day: '2023-08-15' },
      selection: { actors: [], relations: ['relation:s04'] },
    },
  },
  {
    word: 'questionTies',
    state: { focus: ['mali'], time: { kind: 'on', day: '2023-08-15' }, filter: { ...NO_FILTER, class: 'TIE' }, selection: { actors: ['mali'], relations: [] } },
  },
  {
    word: 'questionOrdered',
    state: {
      focus: ['ecowas', 'article-west-african-leaders'],
      time: { kind: 'during', first: '2023-07-26', last: '2023-08-31' },
      filter: { ...NO_FILTER, class: 'ACT', modalities: ['ORDERED', 'PLANNED', 'CONDITIONAL'] },
      selection: { actors: ['article-west-african-leaders'], relations: [] },
    },
  },
  {
    word: 'questionSuspended',
    state: {
      time: { kind: 'on', day: '2023-08-15' },
      filter: { ...NO_FILTER, kinds: ['SUSPENDED_FROM'], publishedBy: '2023-08-15' },
    },
  },
  {
    word: 'questionPath',
    state: {
      focus: ['niger', 'russia'],
      time: { kind: 'on', day: '2023-08-15' },
      question: { ask: 'paths', from: 'niger', to: 'russia', order: 'STRENGTH', maxHops: 4 },
    },
  },
];

/** The questions in the order of the menu, each with the arguments that the view suggests. */
export function suggested(state: ViewState): Record<Ask, Question> {
  const [first = null, second = null] = [...state.selection.actors, ...state.focus.filter((id) => !state.selection.actors.includes(id))];
  const day = state.time.kind === 'on' ? state.time.day : state.time.kind === 'during' ? state.time.last : null;
  return {
    paths: { ask: 'paths', from: first, to: second, order: 'HOPS', maxHops: 4 },
    influence: { ask: 'influence', by: first, over: null, hops: 3, method: 'BEST' },
    alliances: { ask: 'alliances', of: first, hops: 1 },
    obligations: { ask: 'obligations', attacked: first, attackers: [], on: day },
    blocs: { ask: 'blocs', among: [], method: 'FRUSTRATION' },
    triads: { ask: 'triads', of: null },
    centrality: { ask: 'centrality', measure: 'WEIGHTED_DEGREE' },
    difference: { ask: 'difference', left: null, right: day, of: first ? [first] : [] },
    scenario: { ask: 'scenario', id: null },
  };
}

/** The title of each question. */
export function useQuestionTitles(): Record<Ask, string> {
  const w = useWords();
  return {
    paths: w.askPaths,
    influence: w.askInfluence,
    alliances: w.askAlliances,
    obligations: w.askObligations,
    blocs: w.askBlocs,
    triads: w.askTriads,
    centrality: w.askCentrality,
    difference: w.askDifference,
    scenario: w.askScenario,
  };
}

/** Where one could begin. */
export function Questions() {
  const w = useWords();
  const { state, onChange } = useViewState();
  const titles = useQuestionTitles();
  const questions = suggested(state);
  const bundled = useQuery({
    queryKey: ['bundled'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => (await ask(NamesDocument, { ids: ['mali', 'ecowas', 'article-west-african-leaders'] }, signal)).nodes.every((n) => n !== null),
  });
  const go = (change: Partial<ViewState>) => viewHref({ ...DEFAULT, language: state.language, theme: state.theme, ...change });
  return (
    <div className="begin">
      {bundled.data && (
        <>
          <h2>{w.fiveQuestions}</h2>
          <p className="soft">{w.fiveIntro}</p>
          <ol className="questions">
            {article.map((q) => (
              <li key={q.word}>
                <Link href={go(q.state)}>{w[q.word]}</Link>
              </li>
            ))}
          </ol>
        </>
      )}
      <h2>{w.askYourOwn}</h2>
      <ul className="questions own">
        {(Object.keys(titles) as Ask[]).map((a) => (
          <li key={a}>
            <Button onPress={() => onChange({ question: questions[a] })}>{titles[a]}</Button>
          </li>
        ))}
      </ul>
      <p className="hint">{w.nothingSelected}</p>
    </div>
  );
}
