import * as z from 'zod'
import { type ErrorCode, Problem, STATUS_OF } from '../protocol/problem.ts'
import { type RouteSpec, routes } from '../protocol/routes.ts'

type Json = Record<string, unknown>

const MENDED = ' Input of another shape is mended or dropped where that can be done, and reported in `warnings`.'

/** Errors that every route with a bot may answer, beside its own. */
const COMMON: readonly ErrorCode[] = [
  'request.invalid',
  'request.not_json',
  'auth.missing',
  'auth.invalid',
  'auth.expired',
  'auth.forbidden',
  'bot.not_found',
  'request.too_large',
  'service.overloaded',
  'store.unavailable',
  'internal',
]

/** The OpenAPI 3.1 document, made from the schemas that requests are checked with. */
export function openApiDocument(serverUrl = '/'): Json {
  const schemas = new Schemas()
  const paths: Record<string, Json> = {}
  for (const [name, spec] of Object.entries<RouteSpec>(routes)) {
    const operations = paths[spec.path] ?? {}
    operations[spec.method.toLowerCase()] = operation(name, spec, schemas)
    paths[spec.path] = operations
  }
  schemas.of(Problem, 'output')
  return {
    openapi: '3.1.0',
    info: {
      title: 'Interlude',
      version: '1',
      description: 'A human in the loop of any chatbot. Errors are problem documents with a dotted `code`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: serverUrl }],
    tags: [
      { name: 'messages', description: "Users' messages in, bots' replies in." },
      { name: 'hitl', description: "The routes of Botpress 12's HITL module." },
      { name: 'conversations', description: 'Conversations, their logs, and who holds them.' },
      { name: 'agents', description: 'Who an agent is, and which bots are theirs.' },
      { name: 'notifications', description: 'What agents are told beside the conversations.' },
      { name: 'setup', description: 'Bots and their keys.' },
      { name: 'service', description: 'The API about itself.' },
    ],
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: "A bot's key (`ilk_…`), an agent's access token, or an end user's token.",
        },
      },
    },
  }
}

function operation(name: string, spec: RouteSpec, schemas: Schemas): Json {
  const { status = 200, contentType = 'application/json', schema } = spec.answer
  const open = spec.who.includes('anyone')
  return {
    operationId: name,
    tags: [spec.tag],
    summary: spec.summary,
    description: `For: ${spec.who.join(', ')}.${spec.tolerant ? MENDED : ''}`,
    security: open ? [{}, { bearer: [] }] : [{ bearer: [] }],
    parameters: [...parameters(spec.params, 'path', schemas), ...parameters(spec.query, 'query', schemas)],
    ...(spec.body && {
      requestBody: { required: !spec.body.safeParse(undefined).success, content: json(schemas.of(spec.body, 'input')) },
    }),
    responses: {
      [status]: { description: 'Done.', content: { [contentType]: { schema: schemas.of(schema, 'output') } } },
      ...problems(spec),
    },
  }
}

function parameters(object: z.ZodObject, where: 'path' | 'query', schemas: Schemas): Json[] {
  return Object.entries(object.shape).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path',
    schema: schemas.of(schema as z.ZodType, 'input'),
  }))
}

function problems({ errors, tag }: RouteSpec): Json {
  const codes = [...new Set([...(tag === 'service' ? [] : COMMON), ...errors])]
  const byStatus = Map.groupBy(codes, code => STATUS_OF[code])
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      String(status),
      {
        description: of.map(code => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

function json(schema: unknown): Json {
  return { 'application/json': { schema } }
}

/** Turns zod's schemas into JSON Schema; those with a name of their own become components. */
class Schemas {
  components: Json = {}

  of(schema: z.ZodType, io: 'input' | 'output'): unknown {
    const {
      $schema: _dialect,
      $defs,
      ...own
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as Json
    for (const [id, definition] of Object.entries(($defs ?? {}) as Json))
      this.components[id] ??= withoutId(definition as Json)
    const moved = JSON.parse(JSON.stringify(own).replaceAll('#/$defs/', '#/components/schemas/')) as Json
    this.components = mapRefs(this.components)
    if (typeof moved.id !== 'string') return moved
    this.components[moved.id] ??= withoutId(moved)
    return { $ref: `#/components/schemas/${moved.id}` }
  }
}

function mapRefs(components: Json): Json {
  return JSON.parse(JSON.stringify(components).replaceAll('#/$defs/', '#/components/schemas/')) as Json
}

function withoutId({ id: _id, ...rest }: Json): Json {
  return rest
}
