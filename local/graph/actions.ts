import { authorize, need, type Token } from './access.ts'
import { appOf, debugToken } from './debug-token.ts'
import { failed, GraphError, unsupported } from './errors.ts'
import { type Call, textOf } from './parameters.ts'
import { addPersona, listPersonas } from './personas.ts'
import { send } from './send.ts'
import type { Service } from './service.ts'
import { installed, listInstalled, listSubscriptions, subscribe, uninstall } from './subscriptions.ts'
import {
  passThreadControl,
  releaseThreadControl,
  requestThreadControl,
  takeThreadControl,
  threadOwner,
} from './thread-control.ts'
import type { Json, Page } from './types.ts'
import { profileFields } from './world.ts'

/** A call on an edge of a page, with a token of that page. Throws GraphError. */
type PageAction = (service: Service, token: Token, call: Call) => Json

const PAGE_ACTIONS: ReadonlyMap<string, PageAction> = new Map([
  ['POST messages', send],
  ['POST pass_thread_control', passThreadControl],
  ['POST take_thread_control', takeThreadControl],
  ['POST release_thread_control', releaseThreadControl],
  ['POST request_thread_control', requestThreadControl],
  ['GET thread_owner', threadOwner],
  ['GET subscribed_apps', listInstalled],
  ['POST subscribed_apps', installed],
  ['DELETE subscribed_apps', uninstall],
  ['GET personas', listPersonas],
  ['POST personas', addPersona],
])

/** The kind of a call, for faults. */
export const kindOf = ({ path }: Call): string => path[1] ?? (path[0] === 'debug_token' ? 'debug_token' : 'node')

/** Carries out a call. Throws GraphError. */
export const carryOut = async (service: Service, call: Call): Promise<Json> => {
  const { world } = service
  const [node = '', edge, ...more] = call.path
  if (more.length > 0 || node === '') throw unsupported(call.method, call.path.join('/'))
  if (node === 'debug_token' && edge === undefined && call.method === 'GET') return debugToken(world, call)
  if (edge === 'subscriptions') {
    const app = appOf(world, call)
    if (app === undefined || (node !== app.id && node !== 'app')) throw failed(190)
    return call.method === 'POST' ? await subscribe(app, call) : listSubscriptions(app)
  }
  const token = authorize(call, world.tokens)
  if (edge === undefined) return readNode(service, token, node, call)
  const action = PAGE_ACTIONS.get(`${call.method} ${edge}`)
  if (action === undefined || (node !== 'me' && node !== token.page.id)) throw unsupported(call.method, node)
  return action(service, token, call)
}

/** Reads a person, the page or a persona. Deletes a persona. */
const readNode = ({ world }: Service, token: Token, id: string, call: Call): Json => {
  const persona = token.page.personas.get(id)
  if (persona !== undefined && call.method === 'DELETE') {
    token.page.personas.delete(id)
    return { success: true }
  }
  if (call.method !== 'GET') throw unsupported(call.method, id)
  if (id === 'me' || id === token.page.id) return chosen(pageFields(token.page), call, ['name', 'id'])
  if (persona !== undefined) return chosen({ ...persona }, call, ['name', 'profile_picture_url', 'id'])
  const thread = world.threads.get(id)
  if (thread === undefined || thread.page.id !== token.page.id) throw unsupported('get', id)
  need(token, 'pages_messaging')
  if (!thread.hasProfile)
    throw new GraphError({ code: 100, subcode: 2018218, message: '(#100) No profile available for this user.' })
  return chosen(profileFields(thread), call, ['first_name', 'last_name', 'profile_pic', 'id'])
}

const pageFields = ({ id, name }: Page): Json => ({ id, name })

/** The fields that a call asks for, and the id. Fields that the object lacks are left out. */
const chosen = (object: Json, { parameters }: Call, usual: readonly string[]): Json => {
  const wanted =
    textOf(parameters, 'fields')
      ?.split(',')
      .map(name => name.trim()) ?? usual
  return Object.fromEntries(
    [...new Set([...wanted, 'id'])].filter(name => object[name] !== undefined).map(name => [name, object[name]]),
  )
}
