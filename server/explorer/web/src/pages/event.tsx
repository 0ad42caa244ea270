import { useQuery } from '@tanstack/react-query';
import { ask } from '../data/ask';
import { viewInput } from '../data/filter';
import { EventDetailsDocument, type EventDetailsQuery } from '../data/generated';
import { useRegistry } from '../data/registry';
import { Few, To } from '../page/bits';
import { useDetailWords } from '../page/details-words';
import { Passage } from '../page/relation-text';
import { Answered, Sheet, useTitle } from '../page/sheet';
import { TieLine } from '../page/ties';
import { useViewState } from '../state/use-view-state';
import { useLanguage } from '../words/language';
import { mood, useVocabulary } from '../words/vocabulary';

type Event = NonNullable<EventDetailsQuery['event']>;

/** An event: who took part, in which role, by whose word, and what was done in it. */
export default function EventPage({ id }: { id: string }) {
  const { state } = useViewState();
  const language = useLanguage();
  const event = useQuery({
    queryKey: ['event', language, id, state.record],
    queryFn: async ({ signal }) => (await ask(EventDetailsDocument, { id: `event:${id}`, view: viewInput(state.record), language }, signal)).event,
  });
  useTitle(event.data?.name);
  return (
    <Sheet className="event">
      <Answered query={event} id={`event:${id}`}>
        {(e) => <EventText event={e} />}
      </Answered>
    </Sheet>
  );
}

function EventText({ event }: { event: Event }) {
  const w = useDetailWords();
  const v = useVocabulary();
  const registry = useRegistry();
  const evidence = [...new Map(event.participants.flatMap((p) => p.evidence).map((e) => [e.id, e])).values()];
  return (
    <>
      <header className="sheet-head">
        <p className="eyebrow">
          {event.period.inWords}
          {event.place && (
            <>
              {' · '}
              <To id={event.place.id}>{event.place.name}</To>
            </>
          )}
        </p>
        <h1>{event.name}</h1>
        {event.note && <p className="lead note">{event.note}</p>}
      </header>
      <div className="sections">
        <section className="half">
          <h2>{w.participants}</h2>
          <Few items={event.participants} few={20} className="rows">
            {(p) => (
              <li key={`${p.actor.id} ${p.role}`} className={`tie ${mood(p.modality)}`}>
                <span className="what">
                  <To id={p.actor.id}>{p.actor.name}</To>
                </span>
                <span className="when">
                  {p.role}
                  {mood(p.modality) !== 'done' && ` · ${v.modality[p.modality]}`}
                </span>
              </li>
            )}
          </Few>
        </section>
        <section className="half">
          {event.acts.nodes.length > 0 && <h2>{w.acts}</h2>}
          {registry.data && (
            <Few items={event.acts.nodes} few={12} className="rows">
              {(r) => registry.data && <TieLine key={r.id} relation={r} registry={registry.data} />}
            </Few>
          )}
          <Links event={event} />
        </section>
        {evidence.length > 0 && (
          <section>
            <h2>{w.evidenceCount(evidence.length)}</h2>
            <div className="columns">
              {evidence.map((e) => (
                <div key={e.id} className="group">
                  <Passage evidence={e} />
                </div>
              ))}
            </div>
          </section>
        )}
      </div>
    </>
  );
}

function Links({ event }: { event: Event }) {
  const w = useDetailWords();
  if (event.links.length + event.linkedFrom.length === 0) return null;
  return (
    <>
      <h2>{w.links}</h2>
      <p className="soft">{w.noClaim}</p>
      <ul className="rows">
        {event.links.map((l) => (
          <li key={l.to.id}>
            <span className="what">
              {l.kind === 'CONTINUES' ? w.continues : w.respondsTo} <To id={l.to.id}>{l.to.name}</To>
            </span>
          </li>
        ))}
        {event.linkedFrom.map((l) => (
          <li key={l.from.id}>
            <span className="what">
              {l.kind === 'CONTINUES' ? w.continuedBy : w.answeredBy} <To id={l.from.id}>{l.from.name}</To>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
