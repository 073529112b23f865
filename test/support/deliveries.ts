import type { Delivery } from '../../lib/channels/channel.ts'
import type { ChannelOf } from '../../lib/protocol/channels.ts'
import type { MessageEntry } from '../../lib/protocol/entry.ts'
import { newSession, type Session } from '../../lib/session/session.ts'
import { isoTime } from '../../lib/session/time.ts'
import { minutes, START } from './clock.ts'
import { anAddress, bot } from './people.ts'
import { aPage } from './stored.ts'

export const messengerChannel = aPage('1000000000', { pageToken: 'page-token-for-tests' })

export const telegramChannel: ChannelOf<'telegram'> = {
  type: 'telegram',
  botToken: '1000000000:bot-token-for-tests',
  agentName: 'hide',
  typing: 'agents',
}

export const hours = (count: number) => minutes(60 * count)

/** A message that leaves for a user who wrote a minute ago. */
export function aDelivery(content: Partial<MessageEntry>, session: Partial<Session> = {}): Delivery {
  return {
    session: {
      ...newSession(anAddress({ channel: 'facebook' }), START),
      lastHeardAt: START - minutes(1),
      ...session,
    },
    message: {
      kind: 'message',
      seq: 2,
      at: isoTime(START),
      epoch: 0,
      direction: 'out',
      by: bot,
      type: 'text',
      deliver: true,
      ...content,
    },
  }
}
