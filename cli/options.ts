import type { Argv, InferredOptionTypes, Options } from 'yargs'

/** The options of every command. */
export const GLOBAL_OPTIONS = {
  bot: {
    alias: 'b',
    type: 'string',
    requiresArg: true,
    describe: 'Id of the bot. Without it: INTERLUDE_BOT, or the only bot that you may see.',
  },
  url: { type: 'string', requiresArg: true, describe: 'Address of the API. Without it: INTERLUDE_URL.' },
  'token-file': {
    type: 'string',
    requiresArg: true,
    describe: 'File with your token or the key of a bot. Without it: INTERLUDE_TOKEN.',
  },
  json: { type: 'boolean', default: false, describe: 'Prints JSON.' },
} as const satisfies Record<string, Options>

type Program = Argv<InferredOptionTypes<typeof GLOBAL_OPTIONS>>

/** The values of the options of every command. */
export type GlobalOptions = Partial<InferredOptionTypes<typeof GLOBAL_OPTIONS>> & {
  readonly tokenFile?: string | undefined
}

/** Adds the commands of a group. */
export type Group = (program: Program) => unknown
