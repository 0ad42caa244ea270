import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { Link } from 'wouter';
import { ask } from '../data/ask';
import { relationFilter, viewInput } from '../data/filter';
import {
  ActorEvidenceDocument,
  ActorHeadDocument,
  type ActorHeadQuery,
  ActorStandingDocument,
  type ActorStandingQuery,
  ActorTiesDocument,
  type RelationFilter,
} from '../data/generated';
import { type Registry, useRegistry } from '../data/registry';
import { Few, ShareBar, To, WeightBar } from '../page/bits';
import { DayChoice } from '../page/day-choice';
import { useDetailWords } from '../page/details-words';
import { Passage } from '../page/relation-text';
import { Answered, Sheet, useTitle } from '../page/sheet';
import { Failure, Loading } from '../page/states';
import { type NamedRelation, TieLine } from '../page/ties';
import { CLASSES, DIMENSIONS } from '../state/lists';
import { afresh, type ViewState } from '../state/state';
import { useViewState, viewHref } from '../state/use-view-state';
import { useFormat } from '../words/format';
import { useLanguage } from '../words/language';
import { useVocabulary } from '../words/vocabulary';
import { YearChart } from './year-chart';

type Actor = NonNullable<ActorHeadQuery['actor']>;
type Standing = NonNullable<ActorStandingQuery['actor']>;

/** An actor: what it is, how it stands to others, and what says so. */
export default function ActorPage({ id }: { id: string }) {
  const { state } = useViewState();
  const language = useLanguage();
  const registry = useRegistry();
  const head = useQuery({
    queryKey: ['actor', language, id, state.record],
    queryFn: async ({ signal }) => (await ask(ActorHeadDocument, { id, view: viewInput(state.record), language }, signal)).actor,
  });
  useTitle(head.data?.name);
  return (
    <Sheet className="actor" publication>
      <Answered query={head} id={id}>
        {(actor) => (
          <>
            <Head actor={actor} state={state} />
            {registry.data && <Sections actor={actor} registry={registry.data} />}
          </>
        )}
      </Answered>
    </Sheet>
  );
}

function Head({ actor, state }: { actor: Actor; state: ViewState }) {
  const w = useDetailWords();
  const v = useVocabulary();
  const view = (change: Partial<ViewState>) => viewHref({ ...afresh(state), focus: [actor.id], ...change });
  return (
    <header className="sheet-head">
      <p className="eyebrow">{v.actorKind[actor.kind]}</p>
      <h1>{actor.name}</h1>
      {actor.description && <p className="lead">{actor.description}</p>}
      <div className="row actions">
        <Link href={view({})} className="button primary">
          {w.seeRelations}
        </Link>
        <Link href={view({ question: { ask: 'influence', by: actor.id, over: null, hops: 3, method: 'BEST' } })} className="button">
          {w.canMove}
        </Link>
        <DayChoice />
      </div>
      <Facts actor={actor} />
    </header>
  );
}

function Facts({ actor }: { actor: Actor }) {
  const w = useDetailWords();
  const v = useVocabulary();
  const others = actor.names.filter((n) => n.text !== actor.name);
  return (
    <dl className="facts wide">
      {others.length > 0 && (
        <div>
          <dt>{w.alsoCalled}</dt>
          <dd className="names">
            {others.map((n) => (
              <span key={`${n.language}:${n.text}`} lang={n.language ?? undefined} dir="auto" title={[n.language, n.used?.inWords].filter(Boolean).join(', ')}>
                {n.text}
              </span>
            ))}
          </dd>
        </div>
      )}
      {actor.exists && (
        <div>
          <dt>{w.exists}</dt>
          <dd>{actor.exists.inWords}</dd>
        </div>
      )}
      {actor.seat && (
        <div>
          <dt>{w.seat}</dt>
          <dd>{actor.seat.name}</dd>
        </div>
      )}
      {actor.treatyObligations.length > 0 && (
        <div>
          <dt>{w.binds}</dt>
          <dd>{actor.treatyObligations.map((o) => v.obligation[o]).join(', ')}</dd>
        </div>
      )}
      {actor.mergedFrom.length > 0 && (
        <div>
          <dt>{w.mergedFrom}</dt>
          <dd>{actor.mergedFrom.join(', ')}</dd>
        </div>
      )}
      <div>
        <dt>{w.codes}</dt>
        <dd className="codes">
          <code>{actor.id}</code>
          {actor.codes.map((c) => (
            <code key={c.scheme}>
              {c.scheme}:{c.value}
            </code>
          ))}
        </dd>
      </div>
    </dl>
  );
}

function Sections({ actor, registry }: { actor: Actor; registry: Registry }) {
  const { state } = useViewState();
  const language = useLanguage();
  const asked = { id: actor.id, view: viewInput(state.record), language };
  const filter = relationFilter(afresh(state));
  const { modalities: _all, ...walk } = filter;
  const { publishedBy } = state.filter;
  const known = publishedBy ? { publishedBy } : {};
  const standing = useQuery({
    queryKey: ['standing', language, actor.id, state.record, filter],
    queryFn: async ({ signal }) =>
      (await ask(ActorStandingDocument, { ...asked, filter: walk, walk, known, bucket: 'YEAR', first: 60 }, signal)).actor,
  });
  const ties = useQuery({
    queryKey: ['ties', language, actor.id, state.record, filter],
    queryFn: async ({ signal }) => (await ask(ActorTiesDocument, { ...asked, filter }, signal)).actor,
  });
  return (
    <div className="sections">
      {standing.error ? (
        <Failure error={standing.error} retry={() => void standing.refetch()} />
      ) : standing.data ? (
        <StandingSections standing={standing.data} />
      ) : (
        <Loading />
      )}
      {ties.error ? <Failure error={ties.error} retry={() => void ties.refetch()} /> : ties.data ? <Ties id={actor.id} relations={ties.data.relations.nodes} total={ties.data.relations.totalCount} registry={registry} /> : null}
      {standing.data && <EventList events={standing.data.events.nodes} />}
      <EvidenceList id={actor.id} total={actor.evidence.totalCount} known={known} />
    </div>
  );
}

function StandingSections({ standing }: { standing: Standing }) {
  const w = useDetailWords();
  const v = useVocabulary();
  const near = standing.neighbors.edges.filter((e) => e.net !== 0);
  return (
    <>
      <section className="half">
        <h2>{w.standing}</h2>
        <p className="soft">{w.standingHint}</p>
        {near.length === 0 ? (
          <p>{w.nobody}</p>
        ) : (
          <Few items={near} few={12} className="rows">
            {(e) => (
              <li key={e.node.id}>
                <span className="what">
                  <To id={e.node.id}>{e.node.name}</To>
                </span>
                <WeightBar value={e.net} />
              </li>
            )}
          </Few>
        )}
      </section>
      <section className="half">
        <h2>{w.timeline}</h2>
        <p className="soft">{w.timelineHint}</p>
        <YearChart points={standing.timeline.points} />
        <h2>{w.allies}</h2>
        {standing.allies.edges.length === 0 ? (
          <p>{w.noAllies}</p>
        ) : (
          <Few items={standing.allies.edges} few={6} className="rows">
            {(e) => (
              <li key={e.node.id}>
                <span className="what">
                  <To id={e.node.id}>{e.node.name}</To>
                </span>
                <span className="when">
                  {[...new Set(e.bonds.map((b) => v.obligation[b.obligation]))].join(', ')}
                  {e.bonds[0]?.treaty && (
                    <>
                      {' · '}
                      <To id={e.bonds[0].treaty.id}>{e.bonds[0].treaty.name}</To>
                    </>
                  )}
                </span>
              </li>
            )}
          </Few>
        )}
      </section>
      <section className="half">
        <h2>{w.canMove}</h2>
        <p className="soft">{w.influenceHint}</p>
        <Influences rows={standing.influences.influences.map((i) => ({ ...i, whom: i.over }))} />
      </section>
      <section className="half">
        <h2>{w.movedBy}</h2>
        <p className="soft">{w.influenceHint}</p>
        <Influences rows={standing.influencedBy.influences.map((i) => ({ ...i, whom: i.by }))} />
      </section>
    </>
  );
}

interface InfluenceRow {
  whom: { id: string; name: string };
  score: number;
  coercive: number;
  path: { hops: number };
}

function Influences({ rows }: { rows: readonly InfluenceRow[] }) {
  const w = useDetailWords();
  if (rows.length === 0) return <p>{w.nobody}</p>;
  return (
    <ul className="rows">
      {rows.map((r) => (
        <li key={r.whom.id}>
          <span className="what">
            <To id={r.whom.id}>{r.whom.name}</To> <span className="soft">{w.steps(r.path.hops)}</span>
          </span>
          <ShareBar value={r.score} hostile={r.coercive} />
        </li>
      ))}
    </ul>
  );
}

function Ties({ id, relations, total, registry }: { id: string; relations: readonly NamedRelation[]; total: number; registry: Registry }) {
  const w = useDetailWords();
  const v = useVocabulary();
  const f = useFormat();
  const groups = useMemo(() => {
    const by = (dimension: string, c: string) =>
      relations.filter((r) => {
        const kind = registry.kinds.get(r.kind.name);
        return kind?.dimension === dimension && kind.class === c;
      });
    return DIMENSIONS.flatMap((d) => CLASSES.map((c) => ({ dimension: d, class: c, relations: by(d, c) }))).filter((g) => g.relations.length > 0);
  }, [relations, registry]);
  return (
    <section>
      <h2>
        {w.ties} <span className="soft count">{f.number(total)}</span>
      </h2>
      <p className="soft">{w.tiesHint}</p>
      <div className="columns">
        {groups.map((g) => (
          <section key={`${g.dimension} ${g.class}`} className="group">
            <h3>
              {v.dimension[g.dimension]} <span className="soft">{v.class[g.class]}</span> <span className="soft count">{f.number(g.relations.length)}</span>
            </h3>
            <Few items={g.relations} few={6} className="rows">
              {(r) => <TieLine key={r.id} relation={r} registry={registry} seenFrom={id} />}
            </Few>
          </section>
        ))}
      </div>
    </section>
  );
}

function EventList({ events }: { events: Standing['events']['nodes'] }) {
  const w = useDetailWords();
  return (
    <section>
      <h2>{w.events}</h2>
      {events.length === 0 ? (
        <p>{w.noEvents}</p>
      ) : (
        <ul className="rows">
          {events.map((e) => (
            <li key={e.id}>
              <span className="what">
                <To id={e.id}>{e.name}</To>
              </span>
              <span className="when">{e.period.inWords}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function EvidenceList({ id, total, known }: { id: string; total: number; known: RelationFilter }) {
  const w = useDetailWords();
  const { state } = useViewState();
  const language = useLanguage();
  const pages = useInfiniteQuery({
    queryKey: ['actor-evidence', language, id, state.record, known],
    enabled: total > 0,
    initialPageParam: null as string | null,
    queryFn: async ({ signal, pageParam }) => (await ask(ActorEvidenceDocument, { id, filter: known, after: pageParam, view: viewInput(state.record), language }, signal)).actor?.evidence,
    getNextPageParam: (last) => (last?.pageInfo.hasNextPage ? last.pageInfo.endCursor : null),
  });
  if (total === 0) return null;
  return (
    <section>
      <Disclosure className="disclosure">
        <Heading level={2}>
          <Button slot="trigger">{w.evidenceCount(pages.data?.pages[0]?.totalCount ?? total)}</Button>
        </Heading>
        <DisclosurePanel>
          <div className="columns">
            {pages.data?.pages.flatMap((page) =>
              page?.nodes.map((e) => (
                <div key={e.id} className="group">
                  <Passage evidence={e} />
                  {e.relation && (
                    <p className="small">
                      <To id={e.relation.id}>{w.openPage}</To>
                    </p>
                  )}
                </div>
              )),
            )}
          </div>
          {pages.hasNextPage && (
            <Button className="button" onPress={() => void pages.fetchNextPage()}>
              {w.loadMore}
            </Button>
          )}
        </DisclosurePanel>
      </Disclosure>
    </section>
  );
}
