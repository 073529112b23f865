import * as z from 'zod'
import { Seq, Time } from './ids.ts'
import { MessageType } from './message.ts'

/** The fields of every entry. */
export const entryFields = {
  /** Position in the conversation's log: 1, 2, 3… without gaps. */
  seq: Seq,
  at: Time,
  /** The epoch after this entry. A bot's message is delivered only while the epoch is unchanged. */
  epoch: z.int().min(0),
}

/** The content of an entry that has one. */
export const entryContent = {
  type: MessageType,
  text: z.string().exactOptional(),
  payload: z.record(z.string(), z.unknown()).exactOptional(),
  /** Set if the entry continues a longer text: the `seq` of its first piece. */
  continues: Seq.exactOptional(),
}
