import { Embed } from '../admin/Embed.tsx'
import { useStepTexts } from './texts/useStepTexts.ts'

/** Shows the line that embeds the widget, and the widget to write in. */
export function EmbedStep() {
  const { embed } = useStepTexts()
  return (
    <>
      <p className="text-text-2">{embed.about}</p>
      <Embed />
    </>
  )
}
