import './workers';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './page.css';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { examples } from './examples';
import { EXAMPLES_PLUGIN } from './examples-plugin';
import { fetcher } from './fetcher';

// A plugin must stay the same object for as long as the page is open.
const plugins = [EXAMPLES_PLUGIN, HISTORY_PLUGIN, explorerPlugin()];

/** The query that a link to this page carries (/graphiql?query=…), if it does. */
const linked = new URLSearchParams(location.search).get('query');

/** Whether a panel beside the editor leaves room for the editor. */
const isWide = matchMedia('(min-width: 50rem)').matches;

const root = document.getElementById('page');
if (!root) {
  throw new Error('graphiql.html has no element #page');
}
createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={plugins}
    {...(isWide ? { visiblePlugin: EXAMPLES_PLUGIN } : {})}
    defaultQuery={examples[0]?.query ?? ''}
    {...(linked === null ? {} : { initialQuery: linked })}
    schemaDescription
    inputValueDeprecation
  >
    <GraphiQL.Logo>
      <a className="home" href="/">
        <span aria-hidden="true">← </span>Entente
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
);
