import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { type ErrorCode, Problem, STATUS_OF } from '../protocol/problem.ts'
import { type RouteSpec, routes } from '../protocol/routes.ts'
import { INTERLUDE_VERSION } from '../protocol/wire.ts'

const MENDED = ' Mends or drops input that does not match the schema, and lists each change in `warnings`.'

/** Errors of every route with a bot, in addition to its own. */
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

/** Makes the OpenAPI 3.1 document from the schemas that check the requests. Schemas with an id become components. */
export function openApiDocument(serverUrl = '/'): Record<string, unknown> {
  const paths: ZodOpenApiPathsObject = {}
  for (const [name, spec] of Object.entries<RouteSpec>(routes)) {
    paths[spec.path] = { ...paths[spec.path], [spec.method.toLowerCase()]: operation(name, spec) }
  }
  const document = createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Interlude',
      version: '1',
      'x-interlude-version': INTERLUDE_VERSION,
      description:
        'Puts a human in the loop of any chatbot. Every error is a problem document (RFC 9457) with a dotted `code`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: serverUrl }],
    tags: [
      { name: 'messages', description: 'Messages from users and replies from bots.' },
      { name: 'hitl', description: "The routes of Botpress 12's HITL module." },
      { name: 'hitlnext', description: 'The routes of its successor, the module `hitlnext`.' },
      { name: 'conversations', description: 'Conversations, their logs, and control over them.' },
      { name: 'agents', description: 'The signed-in agent and the bots that the agent serves.' },
      { name: 'notifications', description: 'Notifications to the agents of a bot, beside the conversations.' },
      { name: 'setup', description: 'Bots, their configuration, secrets and keys.' },
      { name: 'events', description: "Transitions of conversations, for the operator's endpoint." },
      { name: 'service', description: 'Documents that describe the API.' },
    ],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'Bot key (`ilk_…`), access token of an agent, or token of an end user.',
        },
      },
    },
  })
  // A copy, because the library's interface is not assignable to a record.
  return { ...document }
}

function operation(name: string, spec: RouteSpec): ZodOpenApiOperationObject {
  const { status = 200, contentType = 'application/json', schema } = spec.answer
  const open = spec.who.includes('anyone')
  return {
    operationId: name,
    tags: [spec.tag],
    summary: spec.summary,
    description: `For: ${spec.who.join(', ')}.${spec.tolerant ? MENDED : ''}`,
    security: open ? [{}, { bearer: [] }] : [{ bearer: [] }],
    requestParams: { path: spec.params, query: spec.query },
    ...(spec.body && {
      requestBody: {
        required: !spec.body.safeParse(undefined).success,
        content: { 'application/json': { schema: spec.body } },
      },
    }),
    responses: {
      [`${status}`]: { description: 'Success.', content: { [contentType]: { schema } } },
      ...problems(spec),
    },
  }
}

function problems({ errors, tag }: RouteSpec): ZodOpenApiOperationObject['responses'] {
  const codes = [...new Set([...(tag === 'service' ? [] : COMMON), ...errors])]
  const byStatus = Map.groupBy(codes, code => STATUS_OF[code])
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      `${status}`,
      {
        description: of.map(code => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  )
}
