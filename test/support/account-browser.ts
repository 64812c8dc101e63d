/** A browser as far as cookies go: it keeps them, sends them back, and says that its pages are ours. */
import type { Answer, Client, Json, Sending } from './http-client.js';

export const PASSWORD = 'correct horse battery';

export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async send<Body = Json>(
    method: Parameters<Client['send']>[0],
    path: string,
    { headers = {}, ...sending }: Sending = {},
  ): Promise<Answer<Body>> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.#client.send<Body>(method, path, {
      ...sending,
      headers: {
        'sec-fetch-site': 'same-origin',
        'user-agent': 'A browser of the tests',
        ...(cookie === '' ? {} : { cookie }),
        ...headers,
      },
    });
    for (const set of [answer.headers['set-cookie'] ?? []].flat()) this.#keep(set);
    return answer;
  }

  get = <Body = Json>(path: string, sending: Sending = {}) => this.send<Body>('GET', path, sending);
  post = <Body = Json>(path: string, body?: unknown, sending: Sending = {}) =>
    this.send<Body>('POST', path, body === undefined ? sending : { ...sending, body });

  signIn = (email: string, password = PASSWORD) => this.post('/v1/session', { email, password });

  /** A copy with the same cookies, as a thief would have. */
  copy(): Browser {
    const copy = new Browser(this.#client);
    for (const [name, value] of this.cookies) copy.cookies.set(name, value);
    return copy;
  }

  #keep(set: string): void {
    const [pair = '', ...attributes] = set.split('; ');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(at + 1));
  }
}

let made = 0;
export const newEmail = (): string => {
  made += 1;
  return `customer.${made}.${process.pid}@example.com`;
};

/** Somebody new, signed in. */
export async function registered(client: Client, email = newEmail()) {
  const browser = new Browser(client);
  const person = { email, name: 'Example Customer', password: PASSWORD };
  const { status, text, body } = await browser.post<{ customer: { id: string } }>(
    '/v1/customers',
    person,
  );
  if (status !== 201) throw new Error(`registering: ${status} ${text}`);
  return { browser, email, id: body.customer.id };
}
