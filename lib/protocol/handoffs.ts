import * as z from 'zod'
import { Priority } from './control.ts'
import { Hours } from './hours.ts'
import { PathId } from './ids.ts'
import { UserTexts } from './user-texts.ts'
import { MAX_COUNT } from './wire.ts'

const DAY_SECONDS = 24 * 3600
/** Longest wait that a configuration may set: a week. */
const MAX_SECONDS = 7 * DAY_SECONDS

const seconds = (description: string) => z.int().min(1).max(MAX_SECONDS).exactOptional().meta({ description })

/** One alert to the agents about a conversation that still waits. */
export const AlertStep = z
  .strictObject({
    afterSeconds: z.int().min(0).max(DAY_SECONDS).meta({ description: 'From the start of the wait to this alert.' }),
    priority: Priority.exactOptional().meta({
      description: 'Least priority of this alert. The priority of the conversation counts if it is higher.',
    }),
  })
  .meta({ id: 'AlertStep' })
export type AlertStep = z.infer<typeof AlertStep>

/** Most alerts about one wait. */
const MAX_STEPS = 20

const AlertSteps = z
  .array(AlertStep)
  .max(MAX_STEPS)
  .superRefine((steps, context) => {
    for (const [index, { afterSeconds }] of steps.entries()) {
      if (index === 0 || afterSeconds > (steps[index - 1]?.afterSeconds ?? 0)) continue
      const message = 'must be later than the step before'
      context.addIssue({ code: 'custom', message, path: [index, 'afterSeconds'] })
    }
  })

export const Assignment = z.enum(['pick', 'least_loaded', 'round_robin']).meta({ id: 'Assignment' })
export type Assignment = z.infer<typeof Assignment>

/** Most members of a queue. */
const MAX_MEMBERS = 500

/** The settings that may differ from queue to queue. A missing one is that of the bot, and then the default. */
const queueFields = {
  claimWithinSeconds: seconds('Time for an agent to take a conversation. After it the bot gets the conversation back.'),
  idleAfterSeconds: seconds(
    'Time without a message. After it the conversation waits for an agent again if the user waits, else the bot gets it back.',
  ),
  idleWarningSeconds: seconds(
    'From the text `idleWarning` to the end because the user is silent. At most half of `idleAfterSeconds` counts. Missing: no warning.',
  ),
  hours: Hours.exactOptional(),
  alerts: AlertSteps.exactOptional().meta({
    description: 'Alerts about a conversation that waits, in order, until an agent takes it or acknowledges an alert.',
  }),
  texts: UserTexts.exactOptional().meta({
    description: 'Texts that the user gets as a conversation goes to people and back, by language.',
  }),
  rating: z.boolean().exactOptional().meta({
    description:
      'Asks the user for a rating, one to five stars and a comment, as people give back a conversation that an agent had taken. Default: `false`.',
  }),
  assignment: Assignment.exactOptional().meta({
    description:
      '`pick`, the default: agents take conversations themselves. `least_loaded`, `round_robin`: Interlude gives each to the member who is online, has room, and has the least conversations, or got the last one longest ago.',
  }),
  capacity: z.int().min(1).max(1000).exactOptional().meta({
    description: 'Most conversations that an agent may have to get one more. Missing: no limit.',
  }),
  members: z.array(z.string().min(1).max(256)).max(MAX_MEMBERS).exactOptional().meta({
    description: 'Ids of the agents whom Interlude may choose. Missing: every agent of the bot.',
  }),
}

export const QueueConfig = z
  .strictObject({
    name: z.string().trim().min(1).max(60).exactOptional().meta({
      description: 'Name of the queue for agents. Defaults to its id.',
    }),
    ...queueFields,
  })
  .meta({ id: 'QueueConfig', description: 'Queue of conversations that wait for an agent.' })
export type QueueConfig = z.infer<typeof QueueConfig>

/** Most commands with which a user ends the part of people. */
const MAX_END_COMMANDS = 10

const EndCommand = z.string().trim().min(1).max(60)

/** Most queues of one bot. */
const MAX_QUEUES = 50

/** How a bot's conversations reach people. */
export const HandoffConfig = z
  .strictObject({
    ...queueFields,
    graceSeconds: seconds(
      'How long an agent whose connection is lost keeps their conversations. After it they wait for another agent.',
    ),
    approveWithinSeconds: seconds('Time for an agent to decide about a reply of the supervised bot. Default: 120.'),
    whenNotApproved: z.enum(['send', 'hand_over']).exactOptional().meta({
      description: 'What follows that time: the reply is sent as it is, or people get the conversation (default).',
    }),
    carryOn: z.boolean().exactOptional().meta({
      description:
        'Asks the bot with the handback to carry on at once if the user waits for an answer. A request to unpause may say otherwise.',
    }),
    endCommands: z.array(EndCommand).max(MAX_END_COMMANDS).exactOptional().meta({
      description:
        'Messages with which the user gives the conversation back to the bot, in any letter case. Defaults to `/end`.',
    }),
    queues: z
      .record(PathId, QueueConfig)
      .refine(queues => Object.keys(queues).length <= MAX_QUEUES, { error: `at most ${MAX_QUEUES} queues` })
      .default({})
      .meta({ description: 'Queues by id. A conversation without a queue has the settings of the bot.' }),
  })
  .meta({ id: 'HandoffConfig', description: "How a bot's conversations reach people." })
export type HandoffConfig = z.infer<typeof HandoffConfig>

/** A queue as agents see it. */
export const QueueView = z
  .object({
    id: PathId,
    name: z.string(),
    waiting: z
      .int()
      .min(0)
      .max(MAX_COUNT)
      .meta({
        description: `Number of conversations that wait in the queue, counted up to ${MAX_COUNT}.`,
      }),
  })
  .meta({ id: 'Queue' })
export type QueueView = z.infer<typeof QueueView>
