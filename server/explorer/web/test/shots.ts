// Takes a picture of every view: both languages, both themes, wide and narrow. `npm run shots` writes them to shots/.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, open } from './browser.js';
import { address, languages, settle, themes, views } from './views.js';

const folder = process.env['ENTENTE_SHOTS'] ?? 'shots';
const only = process.argv[2];
mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const view of views.filter((v) => !only || v.name === only)) {
  for (const [size, viewport] of Object.entries({ wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } })) {
    for (const language of languages) {
      for (const theme of themes) {
        const { page } = await open(browser, address(view, language, theme), { viewport, hasTouch: size === 'narrow' });
        await settle(page, view);
        await page.screenshot({ path: join(folder, `${view.name}-${size}-${language}-${theme}.png`) });
        await page.context().close();
      }
    }
  }
  console.log(view.name);
}
await browser.close();
