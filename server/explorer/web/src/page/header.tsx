import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { Link, useLocation } from 'wouter';
import { KeyDialog } from '../edit/key-dialog';
import { DEFAULT, LANGUAGES, type Language, THEMES, type Theme } from '../state/state';
import { pageHref, useViewState } from '../state/use-view-state';
import { keepLanguage, useLanguage } from '../words/language';
import { SearchBox } from './search-box';
import { keepTheme, usualTheme } from './theme';
import { useNarrow } from './use-narrow';
import { useWords } from './words';

const languageNames: Record<Language, string> = { en: 'English', fr: 'Français' };

/** What stands above every page: the name, the search box, the ways to other pages, language and theme. */
export function Header() {
  const w = useWords();
  const narrow = useNarrow();
  const { state } = useViewState();
  return (
    <header className="head">
      <Link href={pageHref('/', { ...DEFAULT, language: state.language, theme: state.theme })} className="brand" aria-label={w.home}>
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <circle cx="12" cy="16" r="8" className="ring" />
          <circle cx="20" cy="16" r="8" className="ring second" />
        </svg>
        <span>Entente</span>
      </Link>
      <SearchBox />
      {narrow ? (
        <DialogTrigger>
          <Button className="button menu-button" aria-label={w.menu}>
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="M1 3h14M1 8h14M1 13h14" />
            </svg>
          </Button>
          <Popover className="popover" placement="bottom end">
            <Dialog className="head-menu" aria-label={w.menu}>
              <Pages />
              <Preferences />
            </Dialog>
          </Popover>
        </DialogTrigger>
      ) : (
        <>
          <Pages />
          <Preferences />
        </>
      )}
    </header>
  );
}

function Pages() {
  const w = useWords();
  const [location] = useLocation();
  const { state } = useViewState();
  const links = [
    ['/', w.explore],
    ['/events', w.events],
    ['/sources', w.sources],
    ['/kinds', w.kinds],
    ['/edit', w.edit],
  ] as const;
  return (
      <nav aria-label={w.navigation}>
        {links.map(([href, label]) => (
          <Link key={href} href={pageHref(href, state)} aria-current={location === href ? 'page' : undefined}>
            {label}
          </Link>
        ))}
        <a href="/graphiql">{w.query}</a>
      </nav>
  );
}

function Preferences() {
  const w = useWords();
  const language = useLanguage();
  const { state, onChange } = useViewState();
  const theme = state.theme ?? usualTheme();
  return (
    <div className="preferences">
      <KeyDialog />
      <label className="pick">
        <span className="unseen">{w.language}</span>
        <select
          value={language}
          onChange={(event) => {
            keepLanguage(event.target.value as Language);
            onChange({ language: event.target.value as Language }, 'replace');
          }}
        >
          {LANGUAGES.map((l) => (
            <option key={l} value={l} lang={l}>
              {languageNames[l]}
            </option>
          ))}
        </select>
      </label>
      <label className="pick">
        <span className="unseen">{w.theme}</span>
        <select
          value={theme}
          onChange={(event) => {
            keepTheme(event.target.value as Theme);
            onChange({ theme: event.target.value as Theme }, 'replace');
          }}
        >
          {THEMES.map((t) => (
            <option key={t} value={t}>
              {w[t]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
