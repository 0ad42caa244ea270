// The form of a statement, filled in as a person does.
import type { Page } from 'playwright-core';

export async function giveKey(page: Page, given: string) {
  await page.locator('.head').getByRole('button', { name: 'Key' }).click();
  await page.getByRole('textbox', { name: 'Key' }).fill(given);
  await page.getByRole('button', { name: 'Use this key' }).click();
}

async function choose(page: Page, label: string, typed: string) {
  await page.getByRole('combobox', { name: label, exact: true }).fill(typed);
  await page.locator('.hit', { hasText: typed }).first().click();
}

export async function fillIn(page: Page, quotation: string) {
  await choose(page, 'From', 'Algeria');
  await page.getByLabel('Kind of relation').selectOption({ label: 'urges' });
  await choose(page, 'To', 'Niger');
  await page.getByLabel('When').fill('2023-08-2');
  await page.getByText('This is no period; see the examples.').waitFor();
  await page.getByLabel('When').fill('2023-08-29');
  await page.getByText('Reads as: 29 August 2023').waitFor();
  await page.getByLabel('Quotation, word for word').fill(quotation);
  await page.getByLabel('Title', { exact: true }).fill(`A test of the form ${quotation}`);
  await page.getByLabel('Address').fill('example.org');
  await page.getByText('Write an address that begins with http:// or https://.').waitFor();
  await page.getByLabel('Address').fill('https://example.org/test');
  await page.getByLabel('Reason', { exact: true }).fill('Tried in a browser');
}
