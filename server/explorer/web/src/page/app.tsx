import { lazy, Suspense, useLayoutEffect, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components';
import { Redirect, Route, Switch, useSearch } from 'wouter';
import { read } from '../state/url';
import { LanguageContext, usualLanguage } from '../words/language';
import { Header } from './header';
import { RecordedNotice } from './recorded';
import { Loading } from './states';
import { showTheme, usualTheme } from './theme';
import { ViewPage } from './view-page';
import { useWords } from './words';

const pages = {
  actor: lazy(() => import('../pages/actor')),
  relation: lazy(() => import('../pages/relation')),
  event: lazy(() => import('../pages/event')),
  source: lazy(() => import('../pages/source')),
  kinds: lazy(() => import('../pages/kinds')),
  sources: lazy(() => import('../pages/sources')),
  events: lazy(() => import('../pages/events')),
  edit: lazy(() => import('../edit/edit-page')),
  review: lazy(() => import('../edit/review-page')),
};

/** The page as a whole: its language and theme, its head, and what stands at each address. */
export function App() {
  const search = useSearch();
  const chosen = useMemo(() => read(search).state, [search]);
  const language = chosen.language ?? usualLanguage();
  const theme = chosen.theme ?? usualTheme();
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    showTheme(theme);
  }, [language, theme]);
  return (
    <LanguageContext value={language}>
      <I18nProvider locale={language === 'fr' ? 'fr-FR' : 'en-GB'}>
        <Routes />
      </I18nProvider>
    </LanguageContext>
  );
}

function Routes() {
  const w = useWords();
  return (
    <Switch>
      <Route path="/embed">
        <ViewPage embedded />
      </Route>
      <Route>
        <a className="skip" href="#main">
          {w.skip}
        </a>
        <Header />
        <RecordedNotice />
        <Suspense fallback={<Loading />}>
          <Switch>
            <Route path="/">
              <ViewPage />
            </Route>
            <Route path="/actor/:id">{({ id }) => <pages.actor key={id} id={id} />}</Route>
            <Route path="/relation/:id">{({ id }) => <pages.relation key={id} id={id} />}</Route>
            <Route path="/event/:id">{({ id }) => <pages.event key={id} id={id} />}</Route>
            <Route path="/source/:id">{({ id }) => <pages.source key={id} id={id} />}</Route>
            <Route path="/kinds">
              <pages.kinds />
            </Route>
            <Route path="/sources">
              <pages.sources />
            </Route>
            <Route path="/events">
              <pages.events />
            </Route>
            <Route path="/edit">
              <pages.edit />
            </Route>
            <Route path="/review">
              <pages.review />
            </Route>
            <Route>
              <Redirect to="/" replace />
            </Route>
          </Switch>
        </Suspense>
      </Route>
    </Switch>
  );
}
