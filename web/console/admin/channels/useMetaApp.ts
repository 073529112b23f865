import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { MessengerApp } from '../../../../lib/protocol/channels.ts'
import { MASKED } from '../../../../lib/protocol/secret.ts'
import { useServer } from '../../data/server.ts'
import { type NotSaved, notSavedBy } from '../not-saved.ts'
import { isStale } from '../useBotSetup.ts'
import { useCheckAgain } from './useChecks.ts'

const QUERY_KEY = ['messenger-app']
const TOKEN_BYTES = 18

type Typed = Pick<MessengerApp, 'appId' | 'appSecret'>

export type AppSaving =
  | { readonly status: 'idle' | 'saving' | 'saved' | 'stale' }
  | ({ readonly status: 'failed' } & NotSaved)

/** The operator's app at Meta, as an admin enters it. */
export interface MetaApp {
  readonly status: 'loading' | 'failed' | 'ready'
  readonly error: Error | null
  readonly retry: () => void
  /** The id of the app on the server. Nothing if none is entered. */
  readonly enteredId: string | undefined
  readonly typed: Typed
  readonly type: (fields: Partial<Typed>) => void
  readonly wrong: ReadonlySet<keyof Typed>
  readonly saving: AppSaving
  readonly save: () => void
  /** The token with which Meta checks the callback URL. Known while this page has made it. */
  readonly verifyToken: string | undefined
  readonly makeVerifyToken: () => void
}

/** Edits the operator's app. The page makes the verify token itself, so that nobody has to invent one. */
export function useMetaApp(): MetaApp {
  const { client } = useServer()
  const queries = useQueryClient()
  const checkAgain = useCheckAgain()
  const { data, error, refetch } = useQuery({
    queryKey: QUERY_KEY,
    queryFn: ({ signal }) => client.http.request('GET /api/v1/channels/messenger/app', { signal }),
  })
  const stored = data !== undefined && 'appId' in data ? data : undefined
  const [edited, setEdited] = useState<Partial<Typed>>({})
  const [verifyToken, setVerifyToken] = useState<string>()
  const typed = { appId: '', appSecret: '', ...(stored && { appId: stored.appId, appSecret: MASKED }), ...edited }
  const saving = useMutation({
    mutationFn: async ({ token, ...fields }: Typed & { token: string }) => {
      const body = { ...fields, version: data?.version ?? 0, verifyToken: token }
      return await client.http.request('PUT /api/v1/channels/messenger/app', { body })
    },
    onSuccess: (saved, { token }) => {
      queries.setQueryData(QUERY_KEY, saved)
      setEdited({})
      if (token !== MASKED) setVerifyToken(token)
      checkAgain()
    },
    onError: failure => {
      if (isStale(failure)) void refetch()
    },
  })
  const parsed = MessengerApp.safeParse({ ...typed, verifyToken: MASKED })
  return {
    status: data !== undefined ? 'ready' : error === null ? 'loading' : 'failed',
    error,
    retry: () => void refetch(),
    enteredId: stored?.appId,
    typed,
    type: fields => {
      saving.reset()
      setEdited(before => ({ ...before, ...fields }))
    },
    wrong: new Set(parsed.error?.issues.map(({ path }) => path[0] as keyof Typed)),
    saving: savingOf(saving),
    save: () => saving.mutate({ ...typed, token: stored === undefined ? randomToken() : MASKED }),
    verifyToken,
    makeVerifyToken: () => {
      if (stored !== undefined) saving.mutate({ appId: stored.appId, appSecret: MASKED, token: randomToken() })
    },
  }
}

function savingOf({ status, error }: { status: string; error: Error | null }): AppSaving {
  if (isStale(error)) return { status: 'stale' }
  if (error !== null) return { status: 'failed', ...notSavedBy(error) }
  return { status: status === 'pending' ? 'saving' : status === 'success' ? 'saved' : 'idle' }
}

function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
