import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemError } from '../../../lib/client/index.ts'
import type { ChannelConfig } from '../../../lib/protocol/channels.ts'
import type { BotConfig } from '../../../lib/protocol/config.ts'
import { useServer } from '../data/server.ts'
import { type ConfigInput, problemsOf } from './config.ts'
import { type Behind, behindOf, type Edit, rebased } from './edit.ts'
import { type NotSaved, notSavedBy } from './not-saved.ts'
import { type Path, withAt } from './paths.ts'

/** The outcome of saving. `stale`: another admin changed the configuration in the meantime. */
export type Saving =
  | { readonly status: 'idle' | 'saving' | 'saved' | 'stale' }
  | ({ readonly status: 'failed' } & NotSaved)

export interface BotSetup {
  readonly status: 'loading' | 'ready' | 'forbidden' | 'failed'
  /** Why the configuration could not be read. */
  readonly error: Error | null
  readonly draft: unknown
  readonly isChanged: boolean
  readonly problems: ReadonlyMap<string, string>
  readonly saving: Saving
  readonly change: (path: Path, value: unknown) => void
  readonly save: () => void
  /** Drops the changes and reads the configuration again. */
  readonly reload: () => void
  /** The configuration that another admin saved while this one was editing. */
  readonly behind: Behind | undefined
  /** Continues on the newest version, and keeps the changes. `taken`: the conflicts in which the other's value counts. */
  readonly catchUp: (taken: ReadonlySet<string>) => void
  /** Counts how often the draft was replaced, other than by a change. */
  readonly round: number
  /** The configuration on the server, as last read. */
  readonly stored: BotConfig | undefined
  /**
   * Saves one channel, or removes it (`undefined`), and returns it as the server has it. Keeps the other changes of the draft. Rejects with a `ProblemError`; a
   * stale version has then been replaced by the newest one.
   */
  readonly saveChannel: (name: string, channel: ChannelConfig | undefined) => Promise<ChannelConfig | undefined>
}

/** Edits a bot's configuration. Validates each change with the schema that the server uses. */
export function useBotSetup(): BotSetup {
  const { client, botId } = useServer()
  const queries = useQueryClient()
  const queryKey = ['setup', botId]
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.http.request('GET /api/v1/bots/{botId}/config', { path: { botId }, signal }),
  })
  const [edit, setEdit] = useState<Edit | undefined>()
  const [round, setRound] = useState(0)
  const begin = (next: Edit | undefined) => {
    setEdit(next)
    setRound(before => before + 1)
  }
  const draft = edit?.draft ?? data
  const problems = draft === undefined ? new Map<string, string>() : problemsOf(draft)
  const saving = useMutation({
    mutationFn: (body: ConfigInput) => client.http.request('PUT /api/v1/bots/{botId}', { path: { botId }, body }),
    onSuccess: saved => {
      queries.setQueryData(queryKey, saved)
      begin(undefined)
    },
    // The admin sees what the other one changed.
    onError: async failure => void (isStale(failure) && (await refetch())),
  })
  const saveChannel: BotSetup['saveChannel'] = async (name, channel) => {
    try {
      const body = withAt(data, ['channels', name], channel) as ConfigInput
      const saved = await client.http.request('PUT /api/v1/bots/{botId}', { path: { botId }, body })
      queries.setQueryData(queryKey, saved)
      // The draft continues on the saved version. Only the channel differs in it.
      setEdit(before => (before && data ? rebasedOn(before, data, saved, name) : before))
      return saved.channels[name]
    } catch (failure) {
      if (isStale(failure)) await refetch()
      throw failure
    }
  }
  return {
    status: data !== undefined ? 'ready' : error === null ? 'loading' : isForbidden(error) ? 'forbidden' : 'failed',
    error,
    draft,
    isChanged: edit !== undefined,
    problems,
    saving: savingOf(saving),
    change: (path, value) => {
      saving.reset()
      if (data) setEdit({ base: edit?.base ?? data, draft: withAt(draft, path, value) })
    },
    save: () => {
      if (problems.size === 0) saving.mutate(draft as ConfigInput)
    },
    reload: () => {
      saving.reset()
      begin(undefined)
      void refetch()
    },
    behind: behindOf(edit, data),
    catchUp: taken => {
      saving.reset()
      if (edit && data) begin(rebased(edit, data, taken))
    },
    round,
    stored: data,
    saveChannel,
  }
}

/** The edit after this admin saved a channel in its tab. An edit of an older version stays as it is. */
function rebasedOn({ base, draft }: Edit, before: BotConfig, saved: BotConfig, channel: string): Edit {
  if (base.version !== before.version) return { base, draft }
  const onSaved = (value: unknown) =>
    withAt(withAt(value, ['version'], saved.version), ['channels', channel], saved.channels[channel])
  return { base: onSaved(base) as BotConfig, draft: onSaved(draft) }
}

/** Whether somebody else changed the configuration in the meantime. */
export const isStale = (error: unknown) => error instanceof ProblemError && error.code === 'config.stale_version'
const isForbidden = (error: Error) => error instanceof ProblemError && error.code === 'auth.forbidden'

function savingOf({ status, error }: { status: string; error: Error | null }): Saving {
  if (isStale(error)) return { status: 'stale' }
  if (error !== null) return { status: 'failed', ...notSavedBy(error) }
  return { status: status === 'pending' ? 'saving' : status === 'success' ? 'saved' : 'idle' }
}
