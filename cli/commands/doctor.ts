import { browserEnvironment } from '../../lib/client/index.ts'
import { diagnose } from '../../lib/doctor/diagnose.ts'
import { english } from '../../lib/doctor/english.ts'
import { type Finding, inWords } from '../../lib/doctor/findings.ts'
import { gather, type Part } from '../../lib/doctor/gather.ts'
import { INTERLUDE_VERSION } from '../../lib/protocol/wire.ts'
import { plainLine } from '../../local/terminal.ts'
import { httpTo, targetOf } from '../connection.ts'
import type { Group } from '../options.ts'
import { printJson, printLine, progress } from '../print.ts'
import { UsageError } from '../usage-error.ts'

export const doctor: Group = program =>
  program.command(
    'doctor',
    'Finds what is wrong with an Interlude and its bots, and says how to mend it. Tries each bot with a trial message.',
    each => each,
    async args => {
      const target = await targetOf(args)
      const { fetch, clock } = browserEnvironment()
      const shown = progress()
      const facts = await gather({
        http: httpTo(target),
        fetch,
        clock,
        address: target.address,
        hasToken: target.token !== undefined,
        botId: args.bot || process.env.INTERLUDE_BOT || undefined,
        version: INTERLUDE_VERSION,
        onPart: part => shown.show(plainLine(stepOf(part))),
      }).finally(shown.end)
      report(diagnose(facts), { json: args.json, bots: facts.bots?.length ?? 0 })
    },
  )

function stepOf(part: Part): string {
  switch (part) {
    case 'service':
      return 'Looking for Interlude …'
    case 'person':
      return 'Checking the token …'
    case 'bots':
      return 'Looking for bots …'
    default:
      return `${part.botId}: ${BOT_PARTS[part.part]} …`
  }
}

const BOT_PARTS: { readonly [Name in Extract<Part, object>['part']]: string } = {
  config: 'reading the configuration',
  servers: 'calling the bot',
  channels: 'checking the channels',
  alerts: 'reading who gets alerts',
}

/** Prints the findings, faults first. Throws a `UsageError` that counts them if there is a fault. */
function report(findings: readonly Finding[], { json, bots }: { readonly json: boolean; readonly bots: number }): void {
  const wrong = findings.filter(({ severity }) => severity === 'wrong')
  const warnings = findings.filter(({ severity }) => severity === 'warning')
  for (const each of [...wrong, ...warnings]) json ? printJson({ ...each, ...inWords(english, each) }) : print(each)
  const counted = `${count(wrong.length, 'fault')}, ${count(warnings.length, 'warning')} (${count(bots, 'bot')} checked)`
  if (wrong.length > 0) throw new UsageError(`Found ${counted}.`)
  if (!json) printLine(warnings.length > 0 ? `Found ${counted}.` : `All is well (${count(bots, 'bot')} checked).`)
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`

function print(each: Finding): void {
  const { what, why, mend } = inWords(english, each)
  const { severity, botId, command, code } = each
  printLine(
    plainLine(`${severity === 'wrong' ? 'WRONG' : 'WARNING'}  ${botId === undefined ? '' : `${botId}: `}${what}`),
  )
  printLine(plainLine(`  Why it matters: ${why}`))
  printLine(plainLine(`  How to mend it: ${mend}`))
  if (command !== undefined) printLine(plainLine(`  Command: interlude ${command}`))
  printLine(plainLine(`  (${code})`))
  printLine('')
}
