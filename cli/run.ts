import yargs from 'yargs'
import { agents } from './commands/agents.ts'
import { bots } from './commands/bots.ts'
import { config } from './commands/config.ts'
import { doctor } from './commands/doctor.ts'
import { keys } from './commands/keys.ts'
import { queues } from './commands/queues.ts'
import { reports } from './commands/reports.ts'
import { sessions } from './commands/sessions.ts'
import { subscriptions } from './commands/subscriptions.ts'
import { transcripts } from './commands/transcripts.ts'
import { explained } from './explained.ts'
import { GLOBAL_OPTIONS } from './options.ts'
import { UsageError } from './usage-error.ts'

const EPILOGUE =
  'Without --url it speaks to the Interlude that runs on this machine (npm start). For a deployed one, set INTERLUDE_URL ' +
  'and INTERLUDE_TOKEN, or use --url and --token-file. docs/cli.md says how to get a token.'

/** The commands, in the order of the help. */
const GROUPS = [doctor, bots, config, keys, agents, queues, subscriptions, sessions, transcripts, reports]

/** Runs the command line. Returns the exit code: 0, 1 if the command failed, 2 if it cannot be understood. */
export async function runCli(args: readonly string[]): Promise<number> {
  const program = yargs(args)
    .scriptName('interlude')
    .usage('$0 <command>\n\nWorks with the bots and conversations of an Interlude from the terminal.')
    .options(GLOBAL_OPTIONS)
    .completion('completion', 'Prints a script that completes commands in bash and zsh.')
    .epilogue(EPILOGUE)
    .demandCommand(1, 'Name a command.')
    .strictCommands()
    .strict()
    .version(false)
    .alias('help', 'h')
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message, error) => {
      // Without an error, yargs did not understand the words.
      throw error ?? new UsageError(`${message}\n\nSee: interlude ${[...commandIn(args), '--help'].join(' ')}`, 2)
    })
  for (const group of GROUPS) group(program)
  try {
    await program.parseAsync()
  } catch (error) {
    process.stderr.write(`${explained(error)}\n`)
    return error instanceof UsageError ? error.exitCode : 1
  }
  return 0
}

/** The command that the words name, for a hint. Options end it. Empty if there is no such command. */
function commandIn(args: readonly string[]): readonly string[] {
  if (GROUPS.every(({ name }) => name !== args[0])) return []
  const end = args.findIndex(arg => arg.startsWith('-'))
  return args.slice(0, Math.min(2, end === -1 ? args.length : end))
}
