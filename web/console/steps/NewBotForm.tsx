import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { type Http, ProblemError } from '../../../lib/client/index.ts'
import type { BotRef } from '../../../lib/protocol/agents.ts'
import { pathOf } from '../app/paths.ts'
import { meQuery } from '../data/useMe.ts'
import { problemText } from '../texts/problem-text.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button, buttonClasses } from '../ui/Button.tsx'
import { TextField } from './TextField.tsx'
import { useStepTexts } from './texts/useStepTexts.ts'

/** The bot of the demo shop, which `npm start` makes. */
const DEMO = 'demo'

/** Makes a bot, and opens its first steps. A new bot is asked before it answers, since nothing has to be known for that. */
export function NewBotForm({
  http,
  about,
  bots,
  current,
}: {
  http: Http
  about: string
  bots: readonly BotRef[]
  current?: string
}) {
  const { bot } = useStepTexts()
  const texts = useTexts()
  const formId = useId()
  const queries = useQueryClient()
  const [, go] = useLocation()
  const [id, setId] = useState('')
  const [name, setName] = useState('')
  const making = useMutation({
    mutationFn: async () => {
      const body = { mode: 'gate', ...(name.trim() !== '' && { name: name.trim() }) } as const
      await http.request('PUT /api/v1/bots/{botId}', { path: { botId: id.trim() }, body })
      await queries.invalidateQueries({ queryKey: meQuery(http).queryKey })
    },
    onSuccess: () => go(pathOf({ page: 'steps', botId: id.trim() })),
  })
  return (
    <form id={formId} action={() => making.mutate()} className="flex max-w-120 flex-col gap-3">
      <p className="text-text-2">{about}</p>
      <TextField
        label={bot.id}
        hint={bot.idHint}
        value={id}
        isRequired
        problem={making.error === null ? undefined : whyNot(making.error)}
        onChange={next => {
          making.reset()
          setId(next)
        }}
      />
      <TextField label={bot.name} value={name} onChange={setName} />
      <Button type="submit" kind="primary" className="self-start" disabled={making.isPending || id.trim() === ''}>
        {making.isPending ? bot.making : bot.make}
      </Button>
      {current !== DEMO && bots.some(each => each.id === DEMO) && (
        <p className="flex flex-wrap items-center gap-3 text-text-2">
          {bot.demo}
          <Link to={pathOf({ page: 'steps', botId: DEMO })} className={buttonClasses()}>
            {bot.useDemo}
          </Link>
        </p>
      )}
    </form>
  )

  function whyNot(error: Error): string {
    if (!(error instanceof ProblemError)) return texts.app.failed
    if (error.code === 'config.stale_version') return bot.exists
    // The id of a new bot and its name are all that is sent, and the name is cut to its length.
    return error.code === 'request.invalid' || error.code === 'route.not_found'
      ? bot.idWrong
      : problemText(error, texts)
  }
}
