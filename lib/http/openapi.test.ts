import { describe, expect, it } from 'vitest'
import { type RouteSpec, routes } from '../protocol/routes.ts'
import { openApiDocument } from './openapi.ts'

type Json = Readonly<Record<string, unknown>>
interface Operation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly security: readonly Json[]
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema: Json
  }[]
  readonly requestBody?: { readonly required: boolean; readonly content: Json }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content: Json }>>
}

const document = openApiDocument('https://api.example.test') as unknown as {
  openapi: string
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Json>; securitySchemes: Json }
}
const text = JSON.stringify(document)
const specs = Object.entries<RouteSpec>(routes)
const operationOf = ({ path, method }: RouteSpec) => document.paths[path]?.[method.toLowerCase()]

/** Every object and array of a document, with its path. */
function* nodes(value: unknown, way = '#'): Generator<readonly [string, Json]> {
  if (typeof value !== 'object' || value === null) return
  yield [way, value as Json]
  for (const [key, child] of Object.entries(value)) yield* nodes(child, `${way}/${key}`)
}

describe('the OpenAPI document', () => {
  it('tells the version of the package', async () => {
    const { default: manifest } = await import('../../package.json', { with: { type: 'json' } })
    expect(openApiDocument().info).toMatchObject({ 'x-interlude-version': manifest.version })
  })

  it('has every route, and nothing else', () => {
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
    )
    expect(documented.sort()).toEqual(specs.map(([, { method, path }]) => `${method} ${path}`).sort())
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://api.example.test' }] })
  })

  it('names every operation once, under a tag that it lists', () => {
    const all = Object.values(document.paths).flatMap(methods => Object.values(methods))
    expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(specs.length)
    const tags = document.tags.map(({ name }) => name)
    for (const { tags: used, summary } of all) {
      for (const tag of used) expect(tags).toContain(tag)
      expect(summary).not.toBe('')
    }
  })

  it('resolves every reference', () => {
    const refs = [...nodes(document)].flatMap(([, { $ref }]) => (typeof $ref === 'string' ? [$ref] : []))
    expect(refs.length).toBeGreaterThan(50)
    for (const ref of new Set(refs)) {
      const [, name] = /^#\/components\/schemas\/(\w+)$/.exec(ref) ?? []
      expect(document.components.schemas[name ?? ref], ref).toBeDefined()
    }
    for (const leftover of ['#/$defs/', '"$defs"', '"$schema"', '"~standard"']) expect(text).not.toContain(leftover)
  })

  it('has no unused schema, and none that is only a reference', () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect(text.split(`"#/components/schemas/${name}"`).length, name).toBeGreaterThan(1)
      expect(schema).not.toHaveProperty('id')
      expect(schema.$ref, name).toBeUndefined()
    }
  })

  it('requires a field with a default in answers, not in requests', () => {
    const { WebhookChannel, WebhookChannelOutput } = document.components.schemas
    expect(WebhookChannel).toHaveProperty('required', ['type', 'url', 'secret'])
    expect(WebhookChannelOutput).toHaveProperty('required', ['type', 'url', 'secret', 'replies'])
  })

  it('has schemas in the form of JSON Schema 2020-12', () => {
    const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']
    for (const [way, node] of nodes(document.components.schemas)) {
      if (way.endsWith('/properties') || way.endsWith('/default') || way.endsWith('/const')) continue
      if (typeof node.type === 'string') expect(types, way).toContain(node.type)
      if (Array.isArray(node.required) && node.properties) {
        for (const name of node.required) expect(Object.keys(node.properties as Json), way).toContain(name)
      }
      if ('nullable' in node && typeof node.nullable === 'boolean') throw new Error(`${way} is of OpenAPI 3.0`)
      if (typeof node.pattern === 'string') expect(() => new RegExp(node.pattern as string, 'u'), way).not.toThrow()
    }
  })
})

describe.each(specs)('the documented operation %s', (name, spec) => {
  const operation = operationOf(spec)!

  it('has the parameters and the body of its route', () => {
    expect(operation.operationId).toBe(name)
    const inPath = [...spec.path.matchAll(/\{(\w+)\}/g)].map(([, param]) => param)
    const parameters = Object.groupBy(operation.parameters, parameter => parameter.in)
    expect(parameters.path?.map(parameter => parameter.name) ?? []).toEqual(inPath)
    for (const parameter of parameters.path ?? []) expect(parameter.required).toBe(true)
    expect(parameters.query?.map(parameter => parameter.name) ?? []).toEqual(Object.keys(spec.query.shape))
    for (const { schema } of operation.parameters) expect(Object.keys(schema).length).toBeGreaterThan(0)
    const missing = spec.query.safeParse({}).error?.issues.map(({ path }) => path[0]) ?? []
    expect(parameters.query?.filter(({ required }) => required).map(parameter => parameter.name) ?? []).toEqual(missing)
    expect(operation.requestBody !== undefined).toBe(spec.body !== undefined)
    if (operation.requestBody) {
      expect(operation.requestBody.content).toHaveProperty(['application/json', 'schema'])
      expect(operation.requestBody.required).toBe(!spec.body?.safeParse(undefined).success)
    }
  })

  it('documents its answer, its errors and who may call it', () => {
    const { responses, security } = operation
    expect(responses[String(spec.answer.status ?? 200)]?.content).toHaveProperty([
      spec.answer.contentType ?? 'application/json',
      'schema',
    ])
    const codes = Object.values(responses).flatMap(({ description }) =>
      [...description.matchAll(/`([a-z_.]+)`/g)].map(([, code]) => code),
    )
    for (const code of spec.errors) expect(codes).toContain(code)
    for (const [status, { content }] of Object.entries(responses)) {
      if (Number(status) < 400) continue
      expect(content).toEqual({ 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } })
    }
    expect(security).toContainEqual({ bearer: [] })
    expect(security.some(each => Object.keys(each).length === 0)).toBe(spec.who.includes('anyone'))
  })
})
