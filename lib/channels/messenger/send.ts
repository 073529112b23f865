import type { CallResult, PlatformAnswer } from '../../ports/outside.ts'
import type { ChannelOf } from '../../protocol/channels.ts'
import type { Call, ChannelPorts, Recipient } from '../channel.ts'
import { textOf } from '../fields.ts'
import { errorIn, errorName } from './answer.ts'
import { graph } from './graph.ts'
import { personaFor, personaRefused } from './personas.ts'
import { resultOf } from './result.ts'

type Config = ChannelOf<'messenger'>

/**
 * Sends one rendered body to the user, marked with the call's id, which the echo of it repeats. A body with a `speaker`
 * goes out under that agent's persona. If there is none, or Meta does not take it, `instead` goes out in place of
 * `message`: Meta refused the first call, so the user gets the message once.
 */
export async function sendToGraph(ports: ChannelPorts, call: Call, to: Recipient<Config>): Promise<CallResult> {
  const { speaker: name, instead, ...plain } = call
  const { config } = to
  const about = { log: ports.log, pageId: config.pageId }
  const speaker = textOf(name)
  if (speaker === undefined) return resultOf(await post(ports, plain, to), about)
  const persona = await personaFor(ports, config, speaker)
  const named = { ...plain, message: instead }
  if (persona === undefined) return resultOf(await post(ports, named, to), about)
  const answer = await post(ports, { ...plain, persona_id: persona }, to)
  const error = parameterErrorIn(answer)
  if (error === undefined) return resultOf(answer, about)
  const result = resultOf(await post(ports, named, to), about)
  if (result.status === 'ok') personaRefused(ports, config, speaker, error)
  return result
}

async function post(ports: ChannelPorts, call: Call, { config, session, id }: Recipient<Config>) {
  const message = typeof call.message === 'object' ? { message: { ...call.message, metadata: id } } : {}
  const body = { ...call, recipient: { id: session.userId }, ...message }
  return await graph(ports, config, { method: 'POST', path: `/${config.pageId}/messages`, body })
}

const INVALID_PARAMETER = 100
const NO_SUCH_USER = 2018001

/** Returns the error by which Meta may say that it does not know the persona: it documents no code for that alone. */
function parameterErrorIn(answer: PlatformAnswer): string | undefined {
  const { code, error_subcode, is_transient } = errorIn(answer)
  if (code !== INVALID_PARAMETER || error_subcode === NO_SUCH_USER || is_transient === true) return undefined
  return errorName(code, error_subcode)
}
