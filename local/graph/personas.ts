import { need, type Token } from './access.ts'
import { invalidParameter } from './errors.ts'
import { type Call, textOf } from './parameters.ts'
import type { Service } from './service.ts'
import { isHttpUrl, lengthOf } from './text.ts'
import type { Json, Persona } from './types.ts'
import { numericId } from './world.ts'

/** The limit of https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/personas. */
const MAX_NAME = 50
const USUAL_LIMIT = 25

/** `POST /{page}/personas`. Two may have one name. Throws GraphError. */
export const addPersona = ({ world }: Service, token: Token, { parameters }: Call): Json => {
  need(token, 'pages_messaging')
  const name = textOf(parameters, 'name')
  const picture = textOf(parameters, 'profile_picture_url')
  if (name === undefined || lengthOf(name) > MAX_NAME)
    throw invalidParameter(`Param name must have 1 to ${MAX_NAME} characters`)
  if (picture === undefined) throw invalidParameter('The parameter profile_picture_url is required')
  if (!isHttpUrl(picture)) throw invalidParameter('Param profile_picture_url should represent a valid URL')
  const persona = { id: numericId(), name, profile_picture_url: picture }
  token.page.personas.set(persona.id, persona)
  world.changes++
  return { id: persona.id }
}

/**
 * `GET /{page}/personas`, page by page. The last page has no `next`:
 * https://developers.facebook.com/docs/graph-api/results. Throws GraphError.
 */
export const listPersonas = (_: Service, { page, value }: Token, { parameters, path }: Call): Json => {
  const all = [...page.personas.values()]
  const limit = Number(textOf(parameters, 'limit') ?? USUAL_LIMIT)
  if (!Number.isSafeInteger(limit) || limit < 1) throw invalidParameter('Param limit must be a positive number')
  const after = textOf(parameters, 'after')
  const start = after === undefined ? 0 : all.findIndex(({ id }) => cursorOf(id) === after) + 1
  if (after !== undefined && start === 0) throw invalidParameter('Param after must be a cursor of this list')
  const data = all.slice(start, start + limit)
  const [first, last] = [data[0], data.at(-1)]
  if (first === undefined || last === undefined) return { data }
  const cursors = { before: cursorOf(first.id), after: cursorOf(last.id) }
  const next = `https://graph.facebook.com/v25.0/${path.join('/')}?access_token=${value}&limit=${limit}&after=${cursors.after}`
  return { data, paging: start + limit < all.length ? { cursors, next } : { cursors } }
}

const cursorOf = (id: string): string => Buffer.from(id).toString('base64url')

/** Finds the persona that a call of the Send API names. Throws GraphError if the page has no such persona. */
export const personaOf = ({ page }: Token, { parameters }: Call): Persona | undefined => {
  const id = textOf(parameters, 'persona_id')
  if (id === undefined) return undefined
  const persona = page.personas.get(id)
  if (persona === undefined) throw invalidParameter('Param persona_id must be a valid persona of the page')
  return persona
}
