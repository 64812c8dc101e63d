// The OpenAPI document under the rules of its own field's linter, and complete in what it promises.

import spectralCore from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemWords } from '../../src/core/problem-words.js';
import { problems } from '../../src/core/problems.js';
import { scopes } from '../../src/http/access.js';
import { routeTable } from '../../src/http/route-table.js';
import { bodyFaults, type OpenApiDocument, operationsOf } from '../support/openapi.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let document: OpenApiDocument;

beforeAll(async () => {
  shop = await startShop();
  document = (await shop.client.get<OpenApiDocument>('/openapi.json')).body;
});
afterAll(() => shop.end());

describe('the OpenAPI document', () => {
  test('has nothing that Spectral finds fault with', async () => {
    const spectral = new spectralCore.Spectral();
    const rules = { 'oas3-parameter-description': 'warn', 'openapi-tags-alphabetical': 'warn' };
    spectral.setRuleset({ extends: [[rulesets.oas, 'recommended']], rules } as never);

    const found = await spectral.run(document as never);

    expect(found.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`)).toEqual(
      [],
    );
  }, 120_000);

  test('names every status and every problem type of every route', () => {
    const vague = operationsOf(document).flatMap(({ method, path, operation }) =>
      Object.entries(operation.responses)
        .filter(([status]) => !/^\d{3}$/.test(status))
        .map(([status]) => `${method} ${path} ${status}`),
    );

    expect(vague).toEqual([]);
  });

  test('has every route in the table of who may call it', () => {
    const known = Object.keys(routeTable);
    const routes = operationsOf(document).map(
      ({ method, path }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
    );

    expect(routes.filter((route) => !known.includes(route))).toEqual([]);
  });

  test('asks only for scopes that there are', () => {
    const asked = operationsOf(document).flatMap(({ operation }) => operation['x-scopes'] ?? []);

    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((scope) => !(scopes as readonly string[]).includes(scope))).toEqual([]);
  });

  test('shows examples of refusals that their schemas allow', () => {
    const faults = operationsOf(document).flatMap(({ method, path, operation }) =>
      Object.entries(operation.responses).flatMap(([status, { content = {} }]) => {
        const { 'application/problem+json': media } = content;
        if (!media) return [];
        const answer = { description: '', content: { 'application/problem+json': media } };
        return Object.entries(media.examples ?? {}).flatMap(([type, { value }]) =>
          bodyFaults(document, answer, { status: 0, headers: {}, body: value, text: '' }).map(
            (fault) => `${method} ${path} ${status} ${type}: ${fault}`,
          ),
        );
      }),
    );

    expect(faults).toEqual([]);
  });

  test('gives each operation a name of its own', () => {
    const names = operationsOf(document).map(({ operation }) => operation.operationId);

    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the documentation', () => {
  test.each(Object.keys(problems))('explains %s where problems point to', async (type) => {
    const { client } = shop;
    const path = `/problems/${type}`;

    const forPrograms = await client.get(path);
    const forPeople = await client.get(path, { headers: { accept: 'text/html,*/*;q=0.8' } });

    const { means, remedy } = problemWords[type as keyof typeof problemWords];
    expect(forPrograms.body).toMatchObject({ type: path, means, remedy, example: { type: path } });
    expect(forPeople.headers['content-type']).toMatch(/^text\/html/);
    expect(forPeople.text).toContain(`<h1>${type}</h1>`);
  });

  test('links every problem type', async () => {
    const page = await shop.client.get('/problems', { headers: { accept: 'text/html' } });

    for (const type of Object.keys(problems))
      expect(page.text).toContain(`href="/problems/${type}"`);
  });

  test('has every operation on a page that needs no script and nothing from elsewhere', async () => {
    const page = await shop.client.get('/docs');

    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    expect(page.text).not.toMatch(/<script|(src|href|action)="[a-z]*:?\/\/|url\(|style="/);
    for (const { path } of operationsOf(document))
      expect(page.text).toContain(`<code>${path}</code>`);
  });
});
