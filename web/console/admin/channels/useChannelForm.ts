import { useState } from 'react'
import type { ChannelConfig } from '../../../../lib/protocol/channels.ts'
import { BotConfig } from '../../../../lib/protocol/config.ts'
import { type NotSaved, notSavedBy } from '../not-saved.ts'
import { withAt } from '../paths.ts'
import { type BotSetup, isStale } from '../useBotSetup.ts'
import { useCheckAgain } from './useChecks.ts'

/** `stale`: somebody else changed the bot, and the newest version is there now. */
export type ChannelSaving =
  | { readonly status: 'idle' | 'saving' | 'saved' | 'stale' }
  | ({ readonly status: 'failed' } & NotSaved)

/** The fate of the channel on the server while an admin edited it. */
export type Conflict = 'changed' | 'gone'

export type Values = Readonly<Record<string, unknown>> & { readonly type: ChannelConfig['type'] }

export interface ChannelForm {
  /** The name of a new channel may change until it is saved. */
  readonly isNew: boolean
  readonly name: string
  readonly rename: (name: string) => void
  readonly values: Values
  readonly set: (field: string, value: unknown) => void
  /** The faults that the schema or the server names, by field, in English. Under an empty name: the channel as a whole. */
  readonly problems: ReadonlyMap<string, string>
  /** Fields are marked once an admin has tried to save. An error that appears while the mouse is on its way moves the button. */
  readonly isTouched: (field: string) => boolean
  readonly conflict: Conflict | undefined
  readonly saving: ChannelSaving
  readonly save: () => void
}

/** Stands in `problems` for the channel's name, and for an account or a name that is taken. */
export const NAME = 'name'
export const TAKEN = 'taken'

/** Edits one channel of a bot. Saving changes this channel alone, in the newest configuration. */
export function useChannelForm(
  setup: BotSetup,
  given: { readonly name: string; readonly isNew: boolean; readonly values: Values },
  onSaved: (name: string) => void,
): ChannelForm {
  const checkAgain = useCheckAgain()
  const [isNew, setNew] = useState(given.isNew)
  const [name, setName] = useState(given.name)
  const [values, setValues] = useState(given.values)
  const [before, setBefore] = useState<unknown>(isNew ? undefined : given.values)
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [saving, setSaving] = useState<ChannelSaving>({ status: 'idle' })
  const channels = setup.stored?.channels ?? {}
  const now = Object.hasOwn(channels, name) ? channels[name] : undefined
  const wrong = problemsOf(setup, { name, values, isTaken: isNew && now !== undefined })
  const problems = new Map(wrong)
  if (saving.status === 'failed') {
    for (const { path, message } of saving.fields) problems.set(fieldIn(path, name), message)
    if (saving.problem?.code === 'channel.account_taken') problems.set(TAKEN, saving.problem.detail)
  }
  const change = (apply: () => void) => {
    if (saving.status !== 'stale') setSaving({ status: 'idle' })
    apply()
  }
  const save = async () => {
    setTouched(new Set([NAME, ...Object.keys(values), ...problems.keys()]))
    if (wrong.size > 0) return
    setSaving({ status: 'saving' })
    try {
      const saved = await setup.saveChannel(name, values as unknown as ChannelConfig)
      setNew(false)
      setBefore(saved)
      if (saved !== undefined) setValues(saved)
      setTouched(new Set())
      setSaving({ status: 'saved' })
      checkAgain(name)
      onSaved(name)
    } catch (error) {
      setSaving(isStale(error) ? { status: 'stale' } : { status: 'failed', ...notSavedBy(error as Error) })
    }
  }
  return {
    isNew,
    name,
    rename: next => change(() => setName(next)),
    values,
    set: (field, value) => change(() => setValues(withAt(values, [field], value) as Values)),
    problems,
    isTouched: field => touched.has(field),
    conflict: conflictOf(isNew, before, now),
    saving,
    save: () => void save(),
  }
}

function problemsOf(
  { stored }: BotSetup,
  { name, values, isTaken }: { readonly name: string; readonly values: Values; readonly isTaken: boolean },
): Map<string, string> {
  const found = new Map<string, string>()
  const { issues } = BotConfig.safeParse(withAt(stored, ['channels', name], values)).error ?? { issues: [] }
  for (const { code, path, message } of issues) {
    if (path[0] === 'channels' && path[1] === name)
      found.set(code === 'invalid_key' ? NAME : String(path[2] ?? ''), message)
  }
  if (isTaken) found.set(NAME, TAKEN)
  return found
}

/** Returns the field in a path of the server: `channels.fb.pageToken`. A name may have dots. */
function fieldIn(path: string, name: string): string {
  const start = `channels.${name}.`
  return path.startsWith(start) ? path.slice(start.length) : ''
}

function conflictOf(isNew: boolean, before: unknown, now: ChannelConfig | undefined): Conflict | undefined {
  if (isNew) return undefined
  if (now === undefined) return 'gone'
  return JSON.stringify(now) === JSON.stringify(before) ? undefined : 'changed'
}
