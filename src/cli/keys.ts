// `orderloom keys`: see shop-door.ts for how the shop is reached.

import { withShopDoor } from './shop-door.js';

interface Key {
  id: string;
  name: string;
  scopes: string[];
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
  previousSecretUntil: string | null;
}

interface Shown {
  json?: boolean;
}

const path = '/v1/admin/keys';

export async function createKey(
  flags: Shown & { name: string; scopes: string; expires?: string },
  version: string,
): Promise<void> {
  const { name, expires, json = false } = flags;
  const scopes = flags.scopes.split(',').map((scope) => scope.trim());
  const body = { name, scopes, ...(expires === undefined ? {} : { expiresAt: expires }) };
  const key = await withShopDoor(version, (door) =>
    door.call<Key & { key: string }>('POST', path, body),
  );
  show(json, key, `${key.id}  ${key.name}  ${key.scopes.join(',')}\n${key.key}\n${ONCE}`);
}

export async function rotateKey(
  id: string,
  { grace, json = false }: Shown & { grace: number },
  version: string,
): Promise<void> {
  const key = await withShopDoor(version, (door) =>
    door.call<Key & { key: string }>('POST', `${path}/${encodeURIComponent(id)}/rotate`, {
      graceSeconds: grace,
    }),
  );
  const until = `the old secret works until ${key.previousSecretUntil}`;
  show(json, key, `${key.key}\n${ONCE}${until}\n`);
}

export async function revokeKey(id: string, { json = false }: Shown, version: string) {
  const key = await withShopDoor(version, (door) =>
    door.call<Key>('DELETE', `${path}/${encodeURIComponent(id)}`),
  );
  show(json, key, `${key.id} is revoked\n`);
}

export async function listKeys({ json = false }: Shown, version: string): Promise<void> {
  const keys = await withShopDoor(version, async (door) => {
    const all: Key[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`;
      const page: { items: Key[]; nextCursor: string | null } = await door.call(
        'GET',
        path + query,
      );
      all.push(...page.items);
      cursor = page.nextCursor;
    }
    return all;
  });
  show(json, keys, keys.map(lineOf).join(''));
}

const ONCE = 'shown this once, keep it\n';

function lineOf({ id, name, scopes, expiresAt, lastUsedAt, revokedAt }: Key): string {
  const state = revokedAt ? `revoked ${revokedAt}` : expiresAt ? `until ${expiresAt}` : 'in use';
  return `${id}  ${name}  ${scopes.join(',')}  ${state}  last used ${lastUsedAt ?? 'never'}\n`;
}

function show(isJson: boolean, value: unknown, text: string): void {
  process.stdout.write(isJson ? `${JSON.stringify(value, null, 2)}\n` : text);
}
