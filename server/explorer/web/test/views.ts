// Every view of the explorer, for what is tried on all of them: pictures, barriers, words.
import type { Page } from 'playwright-core';

export interface View {
  name: string;
  /** Its address, without language and theme. */
  path: string;
  /** What is there once it has settled. */
  ready: string;
  /** What a person does first. */
  act?: (page: Page) => Promise<void>;
}

const on = 'on=2023-08-15';
/** What was said and done around Niger in August 2023, without memberships and borders. */
const niger = 'of=niger,niger-cnsp&on=2023-08-31&dimensions=DIPLOMATIC,SECURITY,ECONOMIC,POLITICAL,INFORMATIONAL';

export const views: View[] = [
  { name: 'start', path: '/', ready: '.seen .picture .tie-line' },
  { name: 'selection', path: `/?of=assimi-goita,vladimir-putin,mali,russia&hops=0&${on}&selected=relation:s04`, ready: '.side blockquote' },
  { name: 'selected-actor', path: `/?of=niger&${on}&selected=ecowas`, ready: '.side .tie' },
  { name: 'map', path: `/?of=niger&${on}&mode=map`, ready: '.land .shape' },
  { name: 'matrix', path: `/?of=niger&${on}&mode=matrix`, ready: '.bloc-edge' },
  { name: 'table', path: `/?of=niger&${on}&mode=table`, ready: '[role=gridcell]' },
  { name: 'timeline', path: '/?of=niger&during=2022-01-01/2023-12-31&mode=timeline', ready: '.bin' },
  { name: 'as-known', path: `/?of=niger&on=2023-08-31&publishedBy=2023-08-15&selected=relation:b022`, ready: '.side blockquote' },
  { name: 'actor-as-known', path: `/actor/african-union?${on}&publishedBy=2023-08-15`, ready: '.year-chart' },
  { name: 'relation-not-public', path: '/relation/b031?publishedBy=2023-08-15', ready: '.notice' },
  { name: 'not-recorded-yet', path: `/?of=niger&${on}&knownAt=2023-08-15T23:59:59Z`, ready: '.notice h2' },
  { name: 'blocs-drawn', path: `/?${niger}&group=bloc`, ready: '.hull' },
  { name: 'kinds-drawn', path: `/?${niger}&group=kind&selected=mali`, ready: '.net-badge' },
  { name: 'choropleth', path: `/?${niger}&mode=map&mapOf=niger`, ready: '.land .shape.hostile' },
  { name: 'paths', path: `/?of=niger,russia&${on}&ask=paths&ask.from=niger&ask.to=russia`, ready: '.answer .steps' },
  { name: 'influence', path: `/?${niger}&ask=influence&ask.over=niger`, ready: '.ranked-row' },
  { name: 'obligations', path: `/?of=niger&${on}&ask=obligations&ask.attacked=niger&ask.attackers=ecowas&ask.on=2023-08-15`, ready: '.duties' },
  { name: 'alliances', path: `/?of=niger&${on}&ask=alliances&ask.of=niger&ask.hops=2`, ready: '.bonds' },
  { name: 'blocs', path: `/?${niger}&group=bloc&ask=blocs`, ready: '.answer .members' },
  { name: 'triads', path: `/?${niger}&ask=triads`, ready: '.triad-nets' },
  { name: 'centrality', path: `/?${niger}&ask=centrality`, ready: '.ranking' },
  { name: 'difference', path: `/?${niger}&group=bloc&ask=difference&ask.left=2023-07-20&ask.right=2023-08-31&ask.of=niger`, ready: '.changed.began' },
  { name: 'scenarios', path: `/?${niger}&ask=scenario`, ready: '.side .ask-form' },
  { name: 'nothing-left', path: `/?of=mali&${on}&minConfidence=1`, ready: '.notice' },
  { name: 'broken-link', path: `/?of=mali&${on}&mode=sculpture&minConfidence=9`, ready: '.broken' },
  { name: 'gone', path: `/?of=atlantis&${on}`, ready: '.notice' },
  { name: 'actor', path: `/actor/mali?${on}`, ready: '.year-chart' },
  { name: 'actor-gone', path: '/actor/atlantis', ready: '.notice' },
  { name: 'relation', path: '/relation/s04', ready: 'blockquote' },
  { name: 'event', path: '/event/niger-coup-2023', ready: '.sections' },
  { name: 'source', path: '/source/seed-article', ready: 'blockquote' },
  { name: 'sources', path: '/sources', ready: '.rows' },
  { name: 'events', path: '/events', ready: '.rows' },
  { name: 'kinds', path: '/kinds', ready: '.kind-list' },
  { name: 'review', path: '/review', ready: '.review' },
  { name: 'edit', path: '/edit', ready: '.form' },
  {
    name: 'edit-faults',
    path: '/edit',
    ready: '.form',
    act: async (page) => {
      await page.locator('form.form button[type=submit]').click();
      await page.locator('.wrong').first().waitFor();
    },
  },
  { name: 'embed', path: `/embed?of=mali&${on}`, ready: '.seen' },
  {
    name: 'search',
    path: '/kinds',
    ready: '.kind-list',
    act: async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('Russie');
      await page.locator('.hit').first().waitFor();
    },
  },
  {
    name: 'search-kinds',
    path: '/kinds',
    ready: '.kind-list',
    act: async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('sanction');
      await page.locator('.hit').first().waitFor();
    },
  },
  {
    name: 'share',
    path: '/',
    ready: '.seen',
    act: async (page) => {
      await page.locator('.view-tools .button').last().click();
      await page.locator('.copy-row').first().waitFor();
    },
  },
];

export const languages = ['en', 'fr'] as const;
export const themes = ['light', 'dark'] as const;

/** The address of a view in a language and a theme. */
export function address(view: View, language: string, theme: string): string {
  return `${view.path}${view.path.includes('?') ? '&' : '?'}lang=${language}&theme=${theme}`;
}

/** Waits for a view to be there, and does what is done first. */
export async function settle(page: Page, view: View): Promise<void> {
  await page.locator(view.ready).first().waitFor();
  await page.locator('.bar').first().waitFor({ state: 'detached' });
  await view.act?.(page);
}
