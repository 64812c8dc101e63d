// What a shop was really sent and really answered, put into the OpenAPI document where its schemas have no
// example of their own. Read when somebody asks for the document, and not before.

type Json = Record<string, unknown>;

/** By path, method, and `body` or the status of the answer. */
export type Examples = Record<string, Record<string, Record<string, unknown>>>;

interface Operation {
  requestBody?: { content: Record<string, Json> };
  responses: Record<string, { content?: Record<string, Json> }>;
}

export function addExamples(document: object, examples: Examples): void {
  const { paths } = document as { paths: Record<string, Record<string, Operation>> };
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { requestBody, responses }] of Object.entries(operations)) {
      const own = examples[path]?.[method] ?? {};
      for (const [place, example] of Object.entries(own)) {
        const content = place === 'body' ? requestBody?.content : responses[place]?.content;
        // Of JSON and a page, the former; it always comes first.
        const [media] = Object.values(content ?? {});
        if (media && !media.examples) media.example ??= example;
      }
    }
  }
}
