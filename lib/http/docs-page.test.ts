import { describe, expect, it } from 'vitest'
import { type RouteSpec, routes } from '../protocol/routes.ts'
import { type ApiDocument, endpointsOf } from './docs-page/document.ts'
import { curlOf, exampleOf } from './docs-page/example.ts'
import { docsPage } from './docs-page.ts'
import { openApiDocument } from './openapi.ts'

const document = openApiDocument()
const api = document as unknown as ApiDocument
const schemas = api.components?.schemas ?? {}
const page = docsPage(document)

/** Makes a document with one operation and one schema. */
const documentWith = (operation: object, schema: object = {}) => ({
  info: { title: 'T', version: '1' },
  tags: [{ name: 'tag' }],
  paths: { '/path': { post: { operationId: 'op', tags: ['tag'], responses: {}, ...operation } } },
  components: { schemas: { Thing: schema } },
})

describe('the page of the API', () => {
  it.each(Object.entries<RouteSpec>(routes))(
    'shows the operation %s with its path, roles, errors and parameters',
    (name, spec) => {
      const start = page.indexOf(`<article id="${name}"`)
      const shown = page.slice(start, page.indexOf('</article>', start))

      expect(start).toBeGreaterThan(0)
      expect(shown).toContain(`>${spec.method}</span>`)
      expect(shown.replaceAll('<wbr>', '')).toContain(`<code>${spec.path}</code>`)
      expect(shown).toContain(`For: ${spec.who.join(', ')}.`)
      expect(page).toContain(`<a href="#${name}">`)
      for (const code of spec.errors) expect(shown).toContain(`<code>${code}</code>`)
      for (const field of Object.keys({ ...spec.params.shape, ...spec.query.shape })) {
        expect(shown).toContain(`<code class="name">${field}</code>`)
      }
    },
  )

  it('shows every schema, and every internal link has a target', () => {
    const targets = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)

    for (const name of Object.keys(schemas)) expect(targets).toContain(`schema-${name}`)
    expect(links.length).toBeGreaterThan(100)
    expect(links.filter(id => !targets.has(id))).toEqual([])
  })

  it('uses each element id once', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)

    expect(ids).toHaveLength(new Set(ids).size)
  })

  it('contains no scripts and loads nothing', () => {
    expect(page).not.toMatch(/<script|<iframe|<img|<link|<object| on\w+=| style=|javascript:|@import|url\(/i)
    expect([...page.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, url]) => url ?? '')).toSatisfy(
      (urls: string[]) => urls.every(url => url.startsWith('#') || url === 'openapi.json'),
    )
  })

  it('has one style, in its head', () => {
    expect(page.match(/<style/g)).toHaveLength(1)
    expect(page.indexOf('<style>')).toBeLessThan(page.indexOf('</head>'))
  })

  it('escapes all texts of the document', () => {
    const bad = `<script>"'&\`<b>\``
    const operation = {
      summary: bad,
      description: bad,
      parameters: [{ name: bad, in: 'query', schema: { type: 'string', pattern: bad, enum: [bad], default: bad } }],
      requestBody: { content: { 'application/json': { schema: { properties: { [bad]: { const: bad } } } } } },
      responses: {
        200: { description: bad, content: { [bad]: { schema: { description: bad } } } },
        400: { description: bad },
      },
    }
    const written = docsPage(
      documentWith(operation, { description: bad, anyOf: [{ properties: { [bad]: { const: bad } } }] }),
    )

    expect(written).not.toMatch(/<script|<b>/)
    expect(written.match(/&lt;script&gt;/g)!.length).toBeGreaterThan(10)
    expect(written).toContain('&quot;&#39;&amp;<code>&lt;b&gt;</code>')
  })

  it('shows the constraints of a property', () => {
    const properties = {
      name: { type: 'string', minLength: 1, maxLength: 9, pattern: '^a', description: 'How `it` is called.' },
      at: { type: 'string', format: 'date-time', pattern: 'a line long' },
      count: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: 7, default: 3 },
      kinds: { type: 'array', items: { enum: ['a', 'b'] }, maxItems: 2 },
      other: { $ref: '#/components/schemas/Thing' },
    }
    const text = docsPage(documentWith({}, { type: 'object', properties, required: ['name'] }))
      .replace(/<style>[\s\S]*<\/style>|<(?!a )[^>]+>/g, '')
      .replace(/\s+/g, ' ')

    expect(text).toContain('name string required 1 to 9 characters matches ^a How it is called.')
    expect(text).toContain('at string (date-time) optional count')
    expect(text).toContain('count integer optional default 3 at most 7 kinds')
    expect(text).toContain('kinds array of &quot;a&quot; | &quot;b&quot; optional at most 2 items')
    expect(text).toContain('other <a href="#schema-Thing">Thing optional')
  })
})

describe('the examples of the page', () => {
  const withBody = endpointsOf(api).filter(({ requestBody }) => requestBody)

  it.each(withBody.map(endpoint => [endpoint.operationId, endpoint] as const))(
    'have a body that their route accepts: %s',
    (name, endpoint) => {
      const { body } = routes[name as keyof typeof routes] as RouteSpec
      const example = exampleOf(endpoint.requestBody!.content['application/json']!.schema!, schemas)

      expect(body!.safeParse(example).error).toBeUndefined()
    },
  )

  it('fill in the path, and send a token unless the route is open', () => {
    const examples = endpointsOf(api).map(endpoint => [endpoint, curlOf(endpoint, schemas)] as const)

    for (const [{ operationId }, curl] of examples) {
      const isOpen = (routes[operationId as keyof typeof routes] as RouteSpec).who.includes('anyone')
      expect(curl).not.toMatch(/[{]\w+[}]/)
      expect(curl.includes('Authorization: Bearer $TOKEN')).toBe(!isOpen)
    }
  })

  it('quote an apostrophe for the shell', () => {
    const curl = curlOf(
      {
        ...({ operationId: 'op', responses: {}, method: 'POST', path: '/path' } as const),
        requestBody: { content: { 'application/json': { schema: { const: "it's" } } } },
      },
      {},
    )

    expect(curl).toContain(`-d '"it'\\''s"'`)
  })
})
