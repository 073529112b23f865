import * as z from 'zod'
import { Actor } from './entry.ts'
import { CommandId, SessionId, Time } from './ids.ts'
import { isLine } from './line.ts'
import { menders } from './mend.ts'
import { lineUpTo, smallLetters } from './menders.ts'
import { HttpUrl } from './web-url.ts'
import { MAX_NOTIFICATION_CHARS } from './wire.ts'

/** The text of a notification: one line. */
const Message = z
  .string()
  .min(1)
  .max(MAX_NOTIFICATION_CHARS)
  .refine(isLine, 'must be one line without control characters')
  .register(menders, lineUpTo(MAX_NOTIFICATION_CHARS))

export const NotificationLevel = z
  .enum(['info', 'success', 'error'])
  .meta({ id: 'NotificationLevel' })
  .register(menders, smallLetters)
export type NotificationLevel = z.infer<typeof NotificationLevel>

export const NotificationKind = z.enum(['message', 'handoff', 'whisper'])
export type NotificationKind = z.infer<typeof NotificationKind>

/** The number of a notification: 1, 2, 3… for each bot. */
export const NotificationNumber = z.int().min(1).max(999_999_999)

const said = {
  level: NotificationLevel,
  url: HttpUrl.exactOptional().meta({ description: 'Link that the notification opens.' }),
  session: SessionId.exactOptional().meta({ description: 'Conversation that the notification is about.' }),
}

/** A request to notify a bot's agents. */
export const NotificationBody = z
  .strictObject({
    id: CommandId.exactOptional(),
    message: Message,
    ...said,
    level: NotificationLevel.default('info'),
  })
  .meta({ id: 'NotificationBody' })

/** A supervisor's words to the agent who has a conversation. */
export const WhisperBody = z.strictObject({ id: CommandId.exactOptional(), text: Message }).meta({ id: 'WhisperBody' })

/**
 * A notification to agents: from the bot, from an agent, because a conversation waits for a person, or from a supervisor
 * to one agent.
 */
export const Notification = z
  .object({
    number: NotificationNumber,
    id: z.string(),
    kind: NotificationKind.meta({
      description:
        '`handoff`: the conversation `session` waits for a person; `id` is the episode. `whisper`: only `to` and `by` get it.',
    }),
    to: Actor.exactOptional().meta({ description: 'The only agent for whom the notification is.' }),
    message: z.string(),
    ...said,
    at: Time,
    by: Actor,
    done: z.object({ at: Time, by: Actor }).exactOptional(),
  })
  .meta({ id: 'Notification' })
export type Notification = z.infer<typeof Notification>
