import * as z from 'zod'
import { PathId } from '../ids.ts'
import { warnings } from '../mend.ts'
import { Notification, NotificationBody, NotificationNumber, WhisperBody } from '../notification.ts'
import { BotPath, bot, limit, Nothing, page, type RouteSpec, SessionPath } from './spec.ts'

const all = `${bot}/notifications`

const numberText = z.coerce.number().pipe(NotificationNumber)

/** The newest number that an agent has read. 0 means none. */
const ReadUpTo = z.int().min(0)

/** The routes of notifications. */
export const notificationRoutes = {
  notify: {
    method: 'POST',
    path: all,
    tag: 'notifications',
    summary:
      "Sends a notification to the bot's agents. Their sockets show it at once, and the list keeps it for 30 days.",
    who: ['bot', 'agent'],
    params: BotPath,
    query: z.strictObject({}),
    tolerant: true,
    body: NotificationBody,
    answer: { schema: z.object({ ...Notification.shape, duplicate: z.boolean(), ...warnings }) },
    errors: ['notification.too_often'],
  },
  notifications: {
    method: 'GET',
    path: all,
    tag: 'notifications',
    summary: "Lists a bot's notifications, newest first, and how far the calling agent has read them.",
    who: ['bot', 'agent'],
    params: BotPath,
    query: z.strictObject({
      status: z
        .enum(['open', 'all'])
        .default('open')
        .meta({ description: '`open` lists only notifications that are not done.' }),
      cursor: numberText.exactOptional(),
      limit,
    }),
    answer: { schema: page(Notification).extend({ readUpTo: ReadUpTo }) },
    errors: [],
  },
  readNotifications: {
    method: 'POST',
    path: `${all}/read`,
    tag: 'notifications',
    summary: 'Marks the notifications up to a number as read by the calling agent.',
    who: ['agent'],
    params: BotPath,
    query: z.strictObject({}),
    body: z.strictObject({ upTo: NotificationNumber }),
    answer: { schema: z.object({ readUpTo: ReadUpTo }) },
    errors: [],
  },
  doneNotification: {
    method: 'POST',
    path: `${all}/{number}/done`,
    tag: 'notifications',
    summary: 'Marks a notification as done for every agent, or reopens it.',
    who: ['bot', 'agent'],
    params: z.strictObject({ botId: PathId, number: numberText }),
    query: z.strictObject({}),
    body: z.strictObject({ done: z.boolean().default(true) }).default({ done: true }),
    answer: { schema: Notification },
    errors: ['notification.not_found'],
  },
  whisper: {
    method: 'POST',
    path: `${bot}/conversations/{id}/whisper`,
    tag: 'notifications',
    summary:
      'Sends words to the agent who has a conversation. Only that agent and the supervisor who wrote them get the notification.',
    who: ['agent'],
    params: SessionPath,
    query: Nothing,
    tolerant: true,
    body: WhisperBody,
    answer: { schema: z.object({ ...Notification.shape, duplicate: z.boolean(), ...warnings }) },
    errors: ['session.not_found', 'handoff.not_open', 'notification.too_often'],
  },
} as const satisfies Record<string, RouteSpec>
