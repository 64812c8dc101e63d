/** What a visitor of the storefront does, as a person would: by labels, names and what can be seen. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { type Visitor, visit } from './real-browser.js';

/** A browser beside a server beside other tests, on few cores. */
const PATIENCE_MS = 40_000;

export const address = {
  Name: 'Ada Example',
  'E-mail': 'ada@example.com',
  'Street and number': 'Invalidenstr. 43',
  'Postal code': '10115',
  City: 'Berlin',
};

export class Storefront {
  readonly #context: BrowserContext;
  /** What the browser complained about: errors of scripts, answers that it takes for errors. */
  readonly complaints: string[] = [];

  private constructor(
    context: BrowserContext,
    readonly page: Page,
  ) {
    this.#context = context;
    page.on('pageerror', ({ message }) => this.complaints.push(message));
    page.on('console', (entry) => {
      if (entry.type() === 'error') this.complaints.push(entry.text());
    });
  }

  static async open(browser: Browser, url: string, visitor: Visitor = {}): Promise<Storefront> {
    const context = await visit(browser, url, visitor);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    return new Storefront(context, page);
  }

  /** The same visitor, who looks at two pages at once. */
  async anotherTab(): Promise<Storefront> {
    return new Storefront(this.#context, await this.#context.newPage());
  }

  close = (): Promise<void> => this.#context.close();

  /** Puts pieces into the cart on the product's own page. */
  async buy(sku: string, count = 1): Promise<void> {
    await this.page.goto(`/products/${sku}`);
    await this.page.getByRole('textbox', { name: 'Quantity' }).fill(String(count));
    await this.page.getByRole('button', { name: 'Add to cart' }).click();
    await this.page.getByRole('link', { name: `${count} in your cart` }).waitFor();
  }

  field = (label: string): Locator => this.page.getByLabel(label, { exact: true });

  /** As a guest in Berlin; up to the button, which is not pressed. */
  async fillCheckout(card = 'A good card'): Promise<void> {
    await this.page.goto('/checkout');
    for (const [label, value] of Object.entries(address)) await this.field(label).fill(value);
    await this.field('Country').selectOption('DE');
    await this.pick(card);
  }

  /** A test card, behind “more” or not. */
  async pick(card: string): Promise<void> {
    const option = this.page.getByRole('radio', { name: card });
    if (!(await option.isVisible())) await this.page.getByText('More test cards').click();
    await option.check();
  }

  get placeButton(): Locator {
    return this.page.getByRole('button', { name: /^Place order/ });
  }

  place = (): Promise<void> => this.placeButton.click();

  /** On the order's page; its id. */
  async ordered(): Promise<string> {
    await this.page.waitForURL(/\/orders\/[^/]+$/, { timeout: PATIENCE_MS });
    return new URL(this.page.url()).pathname.split('/').at(-1) as string;
  }

  /** Something that stands on the page. */
  sees = (text: string | RegExp): Promise<void> => this.page.getByText(text).first().waitFor();
}
