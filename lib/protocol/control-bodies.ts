import * as z from 'zod'
import { declineFields, oneTarget, pauseFields, superviseFields, transferFields, unpauseFields } from './control.ts'
import { CommandId, Time } from './ids.ts'
import { isLine } from './line.ts'
import { menders } from './mend.ts'
import { lineUpTo } from './menders.ts'
export const PauseBody = z
  .strictObject({
    id: CommandId.exactOptional(),
    trigger: z
      .string()
      .min(1)
      .max(64)
      .refine(isLine, 'must be one line without control characters')
      .register(menders, lineUpTo(64))
      .exactOptional(),
    ...pauseFields,
  })
  .meta({ id: 'Pause' })

export const UnpauseBody = z
  .strictObject({
    id: CommandId.exactOptional(),
    ...unpauseFields,
  })
  .meta({ id: 'Unpause' })

export const SuperviseBody = z
  .strictObject({ id: CommandId.exactOptional(), ...superviseFields })
  .meta({ id: 'Supervise' })

/** The body of a request that needs no more than its own id. */
export const CommandBody = z.strictObject({ id: CommandId.exactOptional() }).meta({ id: 'Command' })

export const TransferBody = z
  .strictObject({ id: CommandId.exactOptional(), ...transferFields })
  .refine(...oneTarget)
  .meta({ id: 'Transfer' })

export const SnoozeBody = z
  .strictObject({
    id: CommandId.exactOptional(),
    until: Time.exactOptional().meta({
      description:
        'When the conversation wakes: in the future, and at most 30 days ahead. Missing: once the user writes.',
    }),
  })
  .meta({ id: 'Snooze' })

export const DeclineBody = z.strictObject({ id: CommandId.exactOptional(), ...declineFields }).meta({ id: 'Decline' })
