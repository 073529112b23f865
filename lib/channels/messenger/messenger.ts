import type { Channel } from '../channel.ts'
import { check, subscribe } from './check.ts'
import { inbound } from './inbound.ts'
import { profileOf, TYPING_MS, typingOn } from './people.ts'
import { render } from './render.ts'
import { sendToGraph } from './send.ts'
import { thread } from './thread.ts'

/** A page on Facebook, by Meta's Messenger Platform. docs/messenger.md has its set-up and its tables. */
export const messenger: Channel<'messenger'> = {
  type: 'messenger',
  inbound,
  control: thread,
  render,
  send: sendToGraph,
  typingMs: TYPING_MS,
  showTyping: typingOn,
  profile: profileOf,
  check,
  subscribe,
}
