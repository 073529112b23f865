import type { CallResult, PlatformAnswer } from '../../ports/outside.ts'
import type { ChannelOf } from '../../protocol/channels.ts'
import type { ChannelPorts, PlatformControl, Side } from '../channel.ts'
import { errorIn } from './answer.ts'
import { graph } from './graph.ts'
import { resultOf } from './result.ts'

type Config = ChannelOf<'messenger'>

/** Control of a thread, if the operator has named the app that gets it. */
export const thread: PlatformControl<Config> = { isMoved: ({ passTo }) => passTo !== undefined, move }

/**
 * Passes a thread to the app of the configuration, or takes it. Meta lets an app pass a thread that it controls or that is
 * idle. It lets an app take one only if the page has a default application, and if the page's operator allows it. Source:
 * developers.facebook.com/documentation/business-messaging/messenger-platform/conversation-routing, "Thread Control APIs"
 * and "Changes from Conversation Routing".
 */
async function move(ports: ChannelPorts, to: Side, userId: string, config: Config): Promise<CallResult> {
  const { pageId, passTo } = config
  const recipient = { id: userId }
  const answer = await graph(
    ports,
    config,
    to === 'people'
      ? { method: 'POST', path: `/${pageId}/pass_thread_control`, body: { recipient, target_app_id: passTo } }
      : { method: 'POST', path: `/${pageId}/take_thread_control`, body: { recipient } },
  )
  if (to === 'people' && 'body' in answer && isElsewhere(answer)) return { status: 'ok', body: answer.body }
  return resultOf(answer, { log: ports.log, pageId })
}

/** Whether Meta refused because another app controls the thread. Source: the page "Error Codes". */
function isElsewhere(answer: PlatformAnswer): boolean {
  return errorIn(answer).error_subcode === 2018300
}
