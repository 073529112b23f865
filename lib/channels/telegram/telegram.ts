import type { Channel } from '../channel.ts'
import { sendToTelegram, TYPING_MS, typingOn } from './api.ts'
import { check, subscribe } from './check.ts'
import { inbound } from './inbound.ts'
import { render } from './render.ts'

/** A bot at Telegram, by the Bot API. docs/telegram.md has its set-up and its tables. */
export const telegram: Channel<'telegram'> = {
  type: 'telegram',
  inbound,
  control: 'none',
  render,
  send: sendToTelegram,
  typingMs: TYPING_MS,
  showTyping: typingOn,
  // Each message brings the user's name and language. The address of a picture would contain the bot's token.
  profile: async () => undefined,
  check,
  subscribe,
}
