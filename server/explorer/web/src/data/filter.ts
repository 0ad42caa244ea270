import { MODALITIES } from '../state/lists';
import type { Filter, RecordChoice, TimeChoice, ViewState } from '../state/state';
import type { RelationFilter, ViewInput } from './generated';

/** With a day, acts of so many days before it are shown too: the API's own default for walks. */
export const LOOKBACK = 720;

/** The API's filter for a state. Lists and walks are asked alike: all modalities unless the filter names some. */
export function relationFilter(state: Pick<ViewState, 'filter' | 'time'>): RelationFilter {
  const f = state.filter;
  return {
    ...narrowing(f),
    ...timeFilter(state.time),
    modalities: [...(f.modalities.length > 0 ? f.modalities : MODALITIES)],
  };
}

function narrowing(f: Filter): RelationFilter {
  return {
    ...(f.kinds.length > 0 ? { kinds: [...f.kinds] } : {}),
    ...(f.class ? { class: f.class } : {}),
    ...(f.dimensions.length > 0 ? { dimensions: [...f.dimensions] } : {}),
    ...(f.signs.length > 0 ? { signs: [...f.signs] } : {}),
    ...(f.actorKinds.length > 0 ? { actorKinds: [...f.actorKinds] } : {}),
    ...(f.sources.length > 0 ? { sources: [...f.sources] } : {}),
    ...(f.dates !== 'STATED' ? { dates: f.dates } : {}),
    ...(f.publishedBy ? { publishedBy: f.publishedBy } : {}),
    ...(f.minConfidence > 0 ? { minConfidence: f.minConfidence } : {}),
    ...(f.minAbsoluteWeight > 0 ? { minAbsoluteWeight: f.minAbsoluteWeight } : {}),
    ...(f.text.trim() ? { text: f.text.trim() } : {}),
  };
}

function timeFilter(time: TimeChoice): RelationFilter {
  switch (time.kind) {
    case 'on':
      return { on: time.day, lookback: LOOKBACK };
    case 'during':
      return { during: { ...(time.first ? { first: time.first } : {}), ...(time.last ? { last: time.last } : {}) } };
    case 'ever':
      return {};
  }
}

/** The API's view for a choice of the record; null for the newest. */
export function viewInput(record: RecordChoice): ViewInput | null {
  switch (record.kind) {
    case 'revision':
      return { revision: record.revision };
    case 'knownAt':
      return { knownAt: new Date(record.time).toISOString() };
    case 'scenario':
      return { scenario: record.id };
    case 'newest':
      return null;
  }
}
