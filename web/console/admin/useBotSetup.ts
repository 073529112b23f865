// Keep this import first: zod reads the setting when a schema is created, at import.
import '../data/no-eval.ts'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import * as z from 'zod'
import { ProblemError } from '../../../lib/client/index.ts'
import type { ChannelConfig } from '../../../lib/protocol/channels.ts'
import { BotConfig } from '../../../lib/protocol/config.ts'
import { useServer } from '../data/server.ts'
import { fieldsOf } from './form.ts'
import { type NotSaved, notSavedBy } from './not-saved.ts'
import { type Path, pathText, withAt } from './paths.ts'

/** The form fields of a bot's configuration. */
export const CONFIG_FIELDS = fieldsOf(z.toJSONSchema(BotConfig, { io: 'input', unrepresentable: 'any' }) as object)

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
  const [edited, setEdited] = useState<unknown>()
  const draft = edited ?? data
  const parsed = BotConfig.safeParse(draft ?? {})
  const saving = useMutation({
    mutationFn: (body: z.input<typeof BotConfig>) =>
      client.http.request('PUT /api/v1/bots/{botId}', { path: { botId }, body }),
    onSuccess: saved => {
      queries.setQueryData(queryKey, saved)
      setEdited(undefined)
    },
  })
  const saveChannel: BotSetup['saveChannel'] = async (name, channel) => {
    try {
      const body = withAt(data, ['channels', name], channel) as z.input<typeof BotConfig>
      const saved = await client.http.request('PUT /api/v1/bots/{botId}', { path: { botId }, body })
      queries.setQueryData(queryKey, saved)
      const rebased = (before: unknown) =>
        withAt(withAt(before, ['version'], saved.version), ['channels', name], saved.channels[name])
      setEdited((before: unknown) => (before === undefined ? undefined : rebased(before)))
      return saved.channels[name]
    } catch (error) {
      if (isStale(error)) await refetch()
      throw error
    }
  }
  return {
    status: data !== undefined ? 'ready' : error === null ? 'loading' : isForbidden(error) ? 'forbidden' : 'failed',
    error,
    draft,
    isChanged: edited !== undefined,
    problems: draft === undefined ? new Map() : problemsOf(parsed.error),
    saving: savingOf(saving),
    change: (path, value) => {
      saving.reset()
      setEdited(withAt(draft, path, value))
    },
    save: () => {
      if (parsed.success) saving.mutate(draft as z.input<typeof BotConfig>)
    },
    reload: () => {
      saving.reset()
      setEdited(undefined)
      void refetch()
    },
    stored: data,
    saveChannel,
  }
}

/** Whether somebody else changed the configuration in the meantime. */
export const isStale = (error: unknown) => error instanceof ProblemError && error.code === 'config.stale_version'
const isForbidden = (error: Error) => error instanceof ProblemError && error.code === 'auth.forbidden'

function problemsOf(error: z.ZodError | undefined): ReadonlyMap<string, string> {
  return new Map((error?.issues ?? []).map(({ path, message }) => [pathText(path.map(asKey)), message]))
}

const asKey = (key: PropertyKey) => (typeof key === 'number' ? key : String(key))

function savingOf({ status, error }: { status: string; error: Error | null }): Saving {
  if (isStale(error)) return { status: 'stale' }
  if (error !== null) return { status: 'failed', ...notSavedBy(error) }
  return { status: status === 'pending' ? 'saving' : status === 'success' ? 'saved' : 'idle' }
}
