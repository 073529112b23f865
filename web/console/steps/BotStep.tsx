import { useServer } from '../data/server.ts'
import { useMe } from '../data/useMe.ts'
import { NewBotForm } from './NewBotForm.tsx'
import { useStepTexts } from './texts/useStepTexts.ts'

/** Names the bot, and makes another one. */
export function BotStep() {
  const { bot } = useStepTexts()
  const { client, botId } = useServer()
  const bots = useMe()?.bots ?? []
  return (
    <>
      <p className="text-text-2">{bot.about(botId)}</p>
      <NewBotForm http={client.http} about={bot.another} bots={bots} current={botId} />
    </>
  )
}
