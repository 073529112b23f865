import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { App } from '../../lib/app.ts'
import { carryOutEvents } from '../../lib/channels/carry-out.ts'
import type { AccountEvent, Inbound, Lookup, PlatformRequest } from '../../lib/channels/channel.ts'
import { channelOfType } from '../../lib/channels/channels.ts'
import { entryAt } from '../../lib/conversations/entry-at.ts'
import type { Route } from '../../lib/http/route.ts'
import type { ChannelConfig } from '../../lib/protocol/channels.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { PlatformType, channelRoutes as specs } from '../../lib/protocol/routes/channels.ts'
import { sessionId } from '../../lib/session/session.ts'

/** Longest body (bytes). Meta sends at most 1,000 events in one request. */
const MAX_BODY_BYTES = 1024 * 1024

/** A platform's side of its channel, for accounts of that platform alone. */
interface Platform {
  readonly type: PlatformType
  readonly inbound: Inbound<ChannelConfig>
  readonly lookup: Lookup<ChannelConfig>
}

async function platformOf({ directory, store }: App, { pathParameters }: APIGatewayProxyEventV2): Promise<Platform> {
  const parsed = PlatformType.safeParse(pathParameters?.type)
  if (!parsed.success) throw new InterludeError('route.not_found', 'there is no such platform')
  const type = parsed.data
  const { inbound } = await channelOfType(type)
  const lookup: Lookup<ChannelConfig> = {
    app: async () => await directory.platformApp(type),
    account: async id => await directory.account(type, id),
    async sent({ botId, channel }, userId, seq) {
      const id = sessionId({ botId, channel, userId })
      const entry = await entryAt(store, id, seq)
      return entry?.kind === 'message' && entry.direction === 'out' ? entry : undefined
    },
  }
  return { type, inbound: inbound as Inbound<ChannelConfig>, lookup }
}

function requestOf({ headers, queryStringParameters, body = '', isBase64Encoded }: APIGatewayProxyEventV2) {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  if (bytes.length > MAX_BODY_BYTES) {
    throw new InterludeError('request.too_large', `a body may have at most ${MAX_BODY_BYTES} bytes`)
  }
  return { headers, query: queryStringParameters ?? {}, body: bytes } satisfies PlatformRequest
}

const verify: Route = {
  spec: specs.verifyChannel,
  async handle(event, app) {
    const { type, inbound, lookup } = await platformOf(app, event)
    if (!inbound.verify) throw new InterludeError('route.not_found', 'this platform does not check the URL')
    const answer = await inbound.verify(requestOf(event), lookup)
    if (answer !== undefined) return answer
    app.log.warn('check of a webhook refused: its token is not the stored one', { platform: type })
    throw new InterludeError('auth.forbidden', 'the token is not the one that is stored for this platform')
  },
}

const receive: Route = {
  spec: specs.receiveFromChannel,
  async handle(event, app) {
    const { type, inbound, lookup } = await platformOf(app, event)
    const reading = await inbound.read(requestOf(event), lookup)
    if (reading.status === 'forged') {
      app.log.warn('request in the name of a platform refused', { platform: type, reason: reading.reason })
      throw new InterludeError('auth.forbidden', 'this request is not signed by the platform')
    }
    const { events, warnings, answer = {} } = reading
    if (warnings.length > 0) app.log.warn("parts of a platform's request were skipped", { platform: type, warnings })
    await carryOutEvents(app, events as readonly AccountEvent<ChannelConfig>[])
    return answer
  },
}

/** The routes of this function: the URL that each platform calls. */
export const platformRoutes: readonly Route[] = [verify, receive]
