import type { Receive } from './commands.ts'
import type { Policy } from './policy.ts'

const said = (text: string) => text.trim().toLowerCase()

/** Whether a user's message, as a whole, is a command that gives the conversation back to the bot. */
export function isEndCommand(messages: Receive['messages'], { endCommands }: Pick<Policy, 'endCommands'>): boolean {
  const [{ type, text }, ...rest] = messages
  if (rest.length > 0 || type !== 'text' || text === undefined) return false
  return endCommands.some(command => said(command) === said(text))
}
