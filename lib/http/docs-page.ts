import { type ApiDocument, type Endpoint, endpointsOf, type Tag } from './docs-page/document.ts'
import { type Html, html, prose } from './docs-page/html.ts'
import { operationView } from './docs-page/operation.ts'
import { schemaView } from './docs-page/schema.ts'
import { style } from './docs-page/style.ts'

/**
 * Renders an OpenAPI document as one HTML page without scripts and external resources. It has one inline style, in its
 * head.
 */
export function docsPage(document: Record<string, unknown>): string {
  const api = document as unknown as ApiDocument
  const { info, components: { schemas = {}, securitySchemes = {} } = {} } = api
  const endpoints = endpointsOf(api)
  const groups = (api.tags ?? []).map(tag => ({ tag, of: endpoints.filter(({ tags }) => tags?.[0] === tag.name) }))
  const names = Object.keys(schemas).sort((a, b) => a.localeCompare(b))
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${info.title} API</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header>
  <h1>${info.title} API</h1>
  <p>${prose(info.description ?? '')}</p>
  <p class="type">Version ${info.version} · <a href="openapi.json">OpenAPI document</a></p>
</header>
<div class="page">
${contentsView(groups, names)}
<main id="content" tabindex="-1">
  <section aria-labelledby="authorization">
    <h2 id="authorization">Authorization</h2>
    <p>Send <code>Authorization: Bearer …</code> with one of these:</p>
    <ul>${Object.values(securitySchemes).map(({ description = '' }) => html`<li>${prose(description)}</li>`)}</ul>
    <p>In the examples, <code>$INTERLUDE_URL</code> is the base URL of the API, and <code>$TOKEN</code> is your token.</p>
  </section>
  ${groups.map(
    ({ tag, of }) => html`<section aria-labelledby="tag-${tag.name}">
    <h2 id="tag-${tag.name}">${titleOf(tag)}</h2>
    <p>${prose(tag.description ?? '')}</p>
    ${of.map(endpoint => operationView(endpoint, schemas))}
  </section>`,
  )}
  <section aria-labelledby="schemas">
    <h2 id="schemas">Schemas</h2>
    ${names.map(
      name => html`<article id="schema-${name}" aria-labelledby="schema-${name}-title">
      <h3 id="schema-${name}-title"><code>${name}</code></h3>
      ${schemaView(schemas[name] ?? {})}
    </article>`,
    )}
  </section>
</main>
</div>
</body>
</html>
`
  return page.text
}

function contentsView(groups: readonly { tag: Tag; of: readonly Endpoint[] }[], names: readonly string[]): Html {
  // On wide screens the list scrolls. With `tabindex` the arrow keys reach it.
  return html`<nav aria-label="Contents" tabindex="0"><details class="contents"><summary>Contents</summary>
  <ul>
    <li><a href="#authorization">Authorization</a></li>
    ${groups.map(
      ({ tag, of }) => html`<li><a href="#tag-${tag.name}">${titleOf(tag)}</a>
      <ul>${of.map(
        ({ operationId, method }) =>
          html`<li><a href="#${operationId}"><span class="method ${method.toLowerCase()}">${method}</span> ${operationId}</a></li>`,
      )}</ul></li>`,
    )}
    <li><a href="#schemas">Schemas</a>
      <ul>${names.map(name => html`<li><a href="#schema-${name}">${name}</a></li>`)}</ul></li>
  </ul>
</details></nav>`
}

const ACRONYMS: ReadonlySet<string> = new Set(['hitl'])

function titleOf({ name }: Tag): string {
  return ACRONYMS.has(name) ? name.toUpperCase() : name.charAt(0).toUpperCase() + name.slice(1)
}
