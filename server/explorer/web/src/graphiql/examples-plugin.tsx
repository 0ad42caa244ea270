import { Button, type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect } from 'react';
import { type Example, examples } from './examples';

/**
 * Whether the first example in the editor still waits to be answered. It is run when
 * the page opens for the first time in a browser: an empty page tells a newcomer
 * nothing. What a link brings is never run unasked.
 */
let waits = localStorage.getItem('graphiql:tabState') === null && location.search === '';

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M12 3a9 9 0 1 0 4.6 16.7L21 21l-1.3-4.4A9 9 0 0 0 12 3Z" strokeLinejoin="round" />
      <path d="M9.6 9.4a2.5 2.5 0 1 1 3.5 2.9c-.7.4-1.1.9-1.1 1.7M12 16.8v.1" strokeLinecap="round" />
    </svg>
  );
}

function Examples() {
  const tabs = useGraphiQL((state) => state.tabs);
  const editor = useGraphiQL((state) => state.queryEditor);
  const answers = useGraphiQL((state) => state.responseEditor);
  const { addTab, changeTab, run } = useGraphiQLActions();

  useEffect(() => {
    if (!waits || !editor || !answers) return;
    waits = false;
    run();
  }, [editor, answers, run]);

  function open({ query }: Example) {
    const open = tabs.findIndex((tab) => tab.query === query);
    if (open >= 0) {
      changeTab(open);
    } else {
      addTab();
      editor?.setValue(query);
      run();
    }
    editor?.focus();
  }

  return (
    <section aria-label="Examples" className="examples">
      <h2 className="graphiql-doc-explorer-title">Five questions</h2>
      <p>
        about the Sahel in August 2023. Each is answered in a tab of its own; change it, and run it again with
        Ctrl-Enter (⌘-Enter on a Mac).
      </p>
      <ol>
        {examples.map((example) => (
          <li key={example.title}>
            <Button type="button" onClick={() => open(example)}>
              {example.title}
            </Button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The panel of example queries, beside the schema documentation and the history. */
export const EXAMPLES_PLUGIN: GraphiQLPlugin = { title: 'Examples', icon: Icon, content: Examples };
