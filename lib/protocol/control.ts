import * as z from 'zod'
import { type BriefFields, briefFields } from './brief.ts'
import { PathId } from './ids.ts'
import { menders } from './mend.ts'
import { smallLetters, textUpTo, yesOrNo } from './menders.ts'
import { MAX_COMMENT_CHARS, MAX_REASON_CHARS } from './wire.ts'

export const Priority = z
  .enum(['low', 'normal', 'high', 'urgent'])
  .meta({ id: 'Priority' })
  .register(menders, smallLetters)
export type Priority = z.infer<typeof Priority>

/**
 * The end of a snooze: the deadline that the agent chose, or the next message of the user. The user's message ends the
 * first kind too, and the second kind has a deadline too.
 */
export const SnoozedUntil = z.enum(['deadline', 'user_writes']).meta({ id: 'SnoozedUntil' })
export type SnoozedUntil = z.infer<typeof SnoozedUntil>

/**
 * The end of an episode. `returned`: an agent, the bot or the operator gave the conversation back without saying more.
 * `cancelled`: the user ended it. `expired`: no agent came. `idle`: the user fell silent.
 */
export const EpisodeOutcome = z
  .enum(['resolved', 'rejected', 'returned', 'cancelled', 'expired', 'idle'])
  .meta({ id: 'EpisodeOutcome' })
export type EpisodeOutcome = z.infer<typeof EpisodeOutcome>

/** The ends that a request may name. The others follow from who ends the episode, and when. */
export const UnpauseOutcome = EpisodeOutcome.exclude(['cancelled', 'expired', 'idle'])
export type UnpauseOutcome = z.infer<typeof UnpauseOutcome>

const reason = z.string().min(1).max(MAX_REASON_CHARS).register(menders, textUpTo(MAX_REASON_CHARS))

/**
 * Fields of a request to pause, over HTTP and over a socket: those of `Cause`, so that a request has no field that gets
 * lost, the priority and the queue, which the handoff keeps, and the brief, which only the log keeps. Each door sets
 * `trigger` itself.
 */
export const pauseFields = {
  reason: reason.exactOptional(),
  priority: Priority.exactOptional(),
  queue: PathId.exactOptional().meta({ description: 'Queue in which the conversation waits for an agent.' }),
  ...briefFields,
} satisfies Record<Exclude<keyof Cause, 'trigger'> | 'priority' | 'queue' | keyof BriefFields, z.ZodType>
export type PauseFields = Readonly<z.infer<z.ZodObject<typeof pauseFields>>>

/** Fields of a request to supervise the bot, over HTTP and over a socket. */
export const superviseFields = { reason: reason.exactOptional() }
export type SuperviseFields = Readonly<z.infer<z.ZodObject<typeof superviseFields>>>

/** Fields of a request to unpause, over HTTP and over a socket. */
export const unpauseFields = {
  outcome: UnpauseOutcome.register(menders, smallLetters).exactOptional(),
  comment: z.string().min(1).max(MAX_COMMENT_CHARS).register(menders, textUpTo(MAX_COMMENT_CHARS)).exactOptional(),
  carryOn: z.boolean().register(menders, yesOrNo).exactOptional().meta({
    description:
      "Asks the bot to speak to the user at once, without a new message. Missing: the bot's setting decides.",
  }),
}
export type UnpauseFields = Readonly<z.infer<z.ZodObject<typeof unpauseFields>>>

/** Fields of a request to transfer a conversation, over HTTP and over a socket. */
export const transferFields = {
  to: z.string().min(1).max(256).exactOptional().meta({
    description: 'Id of an agent who is online. Missing: the conversation waits for an agent again.',
  }),
  queue: PathId.exactOptional().meta({
    description: 'Queue in which the conversation waits from now on. Not together with `to`.',
  }),
  reason: reason.exactOptional(),
}
/** Arguments of `refine`: a transfer has one target. */
export const oneTarget = [
  ({ to, queue }: { readonly to?: string; readonly queue?: string }) => to === undefined || queue === undefined,
  { error: 'not allowed together with "to"', path: ['queue'] },
] satisfies [unknown, { error: string; path: string[] }]
export type TransferFields = Readonly<z.infer<z.ZodObject<typeof transferFields>>>

/** Fields of a request to decline a conversation, over HTTP and over a socket. */
export const declineFields = { reason }
export type DeclineFields = Readonly<z.infer<z.ZodObject<typeof declineFields>>>

/**
 * The reason why people hold a conversation. The log, the conversation's state, its episode, the views and the handback all have
 * these fields. `trigger`: any text over REST (`?trigger=`); Interlude sets only some.
 */
export const Cause = z.object({ trigger: z.string().min(1).max(64), reason: z.string().exactOptional() })
export type Cause = Readonly<z.infer<typeof Cause>>
