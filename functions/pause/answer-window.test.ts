import { expect, it } from 'vitest'
import { httpApi } from '../../lib/http/api.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { sessionId } from '../../lib/session/session.ts'
import { isoTime } from '../../lib/session/time.ts'
import { agentToken } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { minutes } from '../../test/support/clock.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { aPage } from '../../test/support/stored.ts'
import { pauseRoutes } from './routes.ts'

it.each([
  ['fb', 'messenger', minutes(24 * 60), minutes(7 * 24 * 60)],
  ['api', undefined, undefined, undefined],
])(
  'a conversation on %s says its type, %s, and until when it takes answers',
  async (channel, type, answersMs, agentsMs) => {
    const { app, userSays } = await appWorld({ channels: { fb: aPage('1') } })
    const who = { botId: 'shop', channel, userId: 'maria' }
    await userSays(who, 'hello')
    const event = httpEvent(
      routes.conversation,
      { botId: 'shop', id: sessionId(who) },
      { token: agentToken('ana', ['shop:agent']) },
    )
    const { body } = await httpApi(app, pauseRoutes)(event, lambdaContext)
    const { channelType, answersUntil, agentAnswersUntil } = JSON.parse(String(body))
    const after = (ms: number | undefined) => (ms === undefined ? undefined : isoTime(app.clock.now() + ms))
    expect([channelType, answersUntil, agentAnswersUntil]).toEqual([type, after(answersMs), after(agentsMs)])
  },
)
